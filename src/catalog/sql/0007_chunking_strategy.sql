-- Where chunks of an upload may end: structure, sentence, fixed, page, none.
ALTER TABLE uploads ADD COLUMN chunking_strategy TEXT NOT NULL DEFAULT 'structure';
