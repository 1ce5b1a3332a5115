-- What a collection has for its uploads, in the place of all that it had.
-- :name :max_tokens :overlap_tokens :chunking_strategy :tokenizer (each of the last four may be null)
-- :ocr_languages; primary key
UPDATE collections SET
    max_tokens = :max_tokens, overlap_tokens = :overlap_tokens,
    chunking_strategy = :chunking_strategy, tokenizer = :tokenizer, ocr_languages = :ocr_languages
WHERE name = :name
