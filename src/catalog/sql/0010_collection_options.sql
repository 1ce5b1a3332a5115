-- What a collection has for those of its uploads that do not say. NULL (for ocr_languages: empty): nothing.
ALTER TABLE collections ADD COLUMN max_tokens INTEGER;
ALTER TABLE collections ADD COLUMN overlap_tokens INTEGER;
ALTER TABLE collections ADD COLUMN chunking_strategy TEXT;
ALTER TABLE collections ADD COLUMN tokenizer TEXT;
ALTER TABLE collections ADD COLUMN ocr_languages TEXT NOT NULL DEFAULT '';
