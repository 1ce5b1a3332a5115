-- Whether documents were ever completed in a collection's current generation: then its file is there,
-- and one that is gone was lost. Before the first it is made when it is opened.
ALTER TABLE collections ADD COLUMN is_written INTEGER NOT NULL DEFAULT 0;
UPDATE collections SET is_written = 1
WHERE EXISTS (
    SELECT 1
    FROM uploads JOIN documents ON documents.upload = uploads.row
    WHERE uploads.collection = collections.name AND documents.status = 'completed'
);
