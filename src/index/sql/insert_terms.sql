-- The words of a chunk.
-- :row (the chunk's) :filename :headings :text
INSERT INTO chunk_terms (rowid, filename, headings, text) VALUES (:row, :filename, :headings, :text)
