-- Every collection by name.
-- scan: collections, all of them are asked for (in the order of the primary key)
SELECT
    name, generation, created, is_written, max_tokens, overlap_tokens, chunking_strategy, tokenizer,
    ocr_languages
FROM collections
ORDER BY name
