-- Uploads to one collection, in the history, before a place in time, newest first.
-- :collection :status (null: any) :received :id (the place) :since :limit; index uploads_by_collection
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation, ended, retry_of, visibility, on_same_key, cancelling,
    ocr_languages, '', chunking_strategy, embedder, enrichers, tokenizer  -- nobody who looks at a list needs a password
FROM uploads
WHERE collection = :collection AND pruned = 0 AND (received, id) < (:received, :id) AND received >= :since
    AND (:status IS NULL OR status = :status)
ORDER BY received DESC, id DESC
LIMIT :limit
