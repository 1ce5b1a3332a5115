-- A version by its place in the ledger.
-- :row; primary key
SELECT chunks, text_bytes, filename, complete, visible, key, replaced FROM documents WHERE row = :row
