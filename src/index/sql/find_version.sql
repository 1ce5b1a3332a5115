-- A version by its place in the ledger.
-- :row; primary key
SELECT
    row, chunks, text_bytes, filename, complete, visible, key, replaced, accepted, held, settled,
    upload, fingerprint, replaced_by, document_id, lead
FROM documents
WHERE row = :row
