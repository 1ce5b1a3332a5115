-- One upload of the history.
-- :upload (id); unique index of uploads.id
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation, ended, retry_of, visibility, on_same_key, cancelling,
    ocr_languages, password, chunking_strategy, embedder, enrichers, tokenizer
FROM uploads
WHERE id = :upload AND pruned = 0
