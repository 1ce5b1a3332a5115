-- The documents of an upload that has ended which did not make it, with the bytes that are theirs: a
-- failed one, and one that a failed upload never came to.
-- :upload (id); unique index of uploads.id, primary key
SELECT
    documents.key, documents.filename, documents.content_type, documents.metadata,
    documents.sha256, documents.bytes, documents.body
FROM uploads
JOIN documents ON documents.upload = uploads.row
WHERE uploads.id = :upload AND documents.freed = 0
    AND (documents.status = 'failed' OR (documents.status IS NULL AND uploads.status = 'failed'))
ORDER BY documents.ordinal
