-- A new upload.
-- :id :collection :force_recreate :max_tokens :overlap_tokens :received :documents :retry_of
-- :idempotency_key :fingerprint (each of these three may be null)
INSERT INTO uploads (
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    retry_of, idempotency_key, fingerprint
) VALUES (
    :id, :collection, :force_recreate, :max_tokens, :overlap_tokens, :received, 'received', :documents,
    :retry_of, :idempotency_key, :fingerprint
)
