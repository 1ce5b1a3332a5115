-- Uploads that have ended, in the history or out of it, after a row.
-- :row :limit; primary key
SELECT row, id, pruned FROM uploads
WHERE row > :row AND ended IS NOT NULL
ORDER BY row
LIMIT :limit
