-- The words of a chunk, as chunk_contents gives them.
-- :row (the chunk's)
INSERT INTO chunk_terms (rowid, filename, title, headings, text)
SELECT row, filename, title, headings, text FROM chunk_contents WHERE row = :row
