-- The version of a key that is visible.
-- :key; index documents_visible
SELECT row, chunks, complete FROM documents WHERE key = :key AND visible = 1
