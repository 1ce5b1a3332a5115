-- Uploads of the history in one state before a place in time, newest first.
-- :status :received :id (the place) :since :limit; index uploads_by_status
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation, ended, retry_of, visibility, on_same_key, cancelling,
    ocr_languages, '', chunking_strategy, embedder, enrichers, tokenizer  -- nobody who looks at a list needs a password
FROM uploads
WHERE status = :status AND pruned = 0 AND (received, id) < (:received, :id) AND received >= :since
ORDER BY received DESC, id DESC
LIMIT :limit
