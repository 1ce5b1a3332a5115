-- The version of a key that is visible.
-- :key; index documents_visible
SELECT
    row, chunks, text_bytes, filename, complete, visible, key, replaced, accepted, held, settled,
    upload, fingerprint, replaced_by, document_id, lead
FROM documents
WHERE key = :key AND visible = 1
