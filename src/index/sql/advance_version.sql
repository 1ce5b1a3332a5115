-- How far a version has been committed.
-- :row :chunks :text_bytes; primary key
UPDATE documents SET chunks = :chunks, text_bytes = :text_bytes WHERE row = :row
