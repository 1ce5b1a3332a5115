-- The complete, visible version of a key, as an answer to who brings the key again.
-- :key; index documents_visible
SELECT row, chunks, complete, NULL, summary, key, fingerprint, accepted, settled
FROM documents
WHERE key = :key AND visible = 1 AND complete = 1
