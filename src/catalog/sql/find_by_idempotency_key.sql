-- The upload that was accepted under a client's key.
-- :key; index uploads_by_idempotency_key
SELECT id, received, documents, fingerprint FROM uploads WHERE idempotency_key = :key
