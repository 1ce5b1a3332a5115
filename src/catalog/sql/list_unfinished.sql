-- Uploads that have not ended, oldest first.
-- index uploads_by_status
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation, ended, retry_of, visibility, on_same_key, cancelling,
    ocr_languages, password, chunking_strategy, embedder, enrichers, tokenizer
FROM uploads
WHERE status = 'received' AND pruned = 0
ORDER BY received, id
