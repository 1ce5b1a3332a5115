-- The version of a key that an upload's has replaced for the time being.
-- :upload :key; index documents_replaced
SELECT
    row, chunks, text_bytes, filename, complete, visible, key, replaced, accepted, held, settled,
    upload, fingerprint, replaced_by, document_id, lead
FROM documents
WHERE replaced_by = :upload AND key = :key
