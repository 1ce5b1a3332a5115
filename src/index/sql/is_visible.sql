-- Whether a chunk can be found, and of which version of a document it is, and where in it.
-- :row
SELECT documents.visible, documents.row, chunks.position
FROM chunks
CROSS JOIN documents ON documents.row = chunks.document
WHERE chunks.row = :row
