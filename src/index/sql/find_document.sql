-- A visible document.
-- :document_id; index documents_by_id
SELECT
    row, document_id, key, filename, metadata, upload, indexed, chunks, text_bytes, summary,
    sha256, bytes, parent, ordinal, fingerprint, accepted
FROM documents
WHERE document_id = :document_id AND visible = 1
