-- The complete, visible version of a key if it was made from the same.
-- :key :fingerprint; index documents_visible
SELECT row, chunks, complete, NULL, summary
FROM documents
WHERE key = :key AND visible = 1 AND complete = 1 AND fingerprint = :fingerprint
