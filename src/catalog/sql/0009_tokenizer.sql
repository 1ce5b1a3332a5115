-- What counts the tokens of an upload's chunks: estimate, o200k_base, cl100k_base, embedder; empty: the
-- embedder's own where it has one, else the estimate.
ALTER TABLE uploads ADD COLUMN tokenizer TEXT NOT NULL DEFAULT '';
