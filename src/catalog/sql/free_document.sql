-- A document's bytes are kept for it no longer. Nothing changes where it was freed before, where its
-- upload is in work, or where a retry may ask for them. Gives the body's row, or null: a blob.
-- :upload (row) :ordinal; primary keys
UPDATE documents SET freed = 1
WHERE upload = :upload AND ordinal = :ordinal AND freed = 0
    AND EXISTS (
        SELECT 1 FROM uploads
        WHERE uploads.row = :upload AND uploads.ended IS NOT NULL
            AND (uploads.pruned = 1 OR NOT (
                documents.status IS 'failed'
                OR (documents.status IS NULL AND uploads.status = 'failed')
            ))
    )
RETURNING body, sha256
