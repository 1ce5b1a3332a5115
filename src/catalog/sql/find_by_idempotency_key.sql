-- The upload that was accepted under a client's key, and how many documents were sent with it.
-- :key; index uploads_by_idempotency_key, primary key of documents
SELECT
    id, received, fingerprint,
    (SELECT count(*) FROM documents WHERE upload = uploads.row AND depth = 0)
FROM uploads WHERE idempotency_key = :key
