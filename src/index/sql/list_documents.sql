-- Visible documents after a key, by key.
-- :after :limit; index documents_visible
SELECT
    row, document_id, key, filename, metadata, upload, indexed, chunks, text_bytes, summary,
    sha256, bytes, parent, ordinal
FROM documents
WHERE visible = 1 AND key > :after
ORDER BY key
LIMIT :limit
