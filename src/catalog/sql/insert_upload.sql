-- A new upload.
-- :id :collection :force_recreate :max_tokens :overlap_tokens :received :documents :visibility
-- :on_same_key :ocr_languages :password :chunking_strategy :embedder :tokenizer :enrichers :retry_of
-- :idempotency_key :fingerprint (each of the last four may be null)
INSERT INTO uploads (
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    visibility, on_same_key, ocr_languages, password, chunking_strategy, embedder, tokenizer,
    enrichers, retry_of, idempotency_key, fingerprint
) VALUES (
    :id, :collection, :force_recreate, :max_tokens, :overlap_tokens, :received, 'received', :documents,
    :visibility, :on_same_key, :ocr_languages, :password, :chunking_strategy, :embedder,
    :tokenizer, :enrichers, :retry_of, :idempotency_key, :fingerprint
)
