-- The words of a chunk, of the texts that chunk_contents gives for it (chunk_contents.hpp tells why
-- they are handed over).
-- :row (the chunk's) :filename :title :headings :text
INSERT INTO chunk_terms (rowid, filename, title, headings, text)
VALUES (:row, :filename, :title, :headings, :text)
