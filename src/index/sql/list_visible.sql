-- Every document that can be found. What stands behind these columns may be long and is not read.
-- scan: documents, all of them are asked for
SELECT row, chunks, complete
FROM documents
WHERE visible = 1
ORDER BY row
