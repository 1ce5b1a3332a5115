-- One collection.
-- :name; primary key
SELECT
    name, generation, created, is_written, max_tokens, overlap_tokens, chunking_strategy, tokenizer,
    ocr_languages
FROM collections
WHERE name = :name
