-- One upload.
-- :upload (id); unique index of uploads.id
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation
FROM uploads
WHERE id = :upload
