-- All of the version is there.
-- :row :text_bytes :now :replaced :summary :settled; primary key
UPDATE documents SET
    complete = 1, text_bytes = :text_bytes, indexed = :now, replaced = :replaced, summary = :summary,
    settled = :settled
WHERE row = :row
