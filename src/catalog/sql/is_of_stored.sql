-- Whether an upload brought no document of its own.
-- :upload (id); unique index of uploads.id, primary key
SELECT NOT EXISTS (
    SELECT 1 FROM documents WHERE documents.upload = uploads.row AND stored_chunks IS NULL
)
FROM uploads
WHERE id = :upload
