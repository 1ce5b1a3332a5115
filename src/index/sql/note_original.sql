-- What a version was made from, where that was not noted when it was written.
-- :row :sha256 :bytes; primary key
UPDATE documents SET sha256 = :sha256, bytes = :bytes WHERE row = :row AND sha256 IS NULL
