-- Whether a chunk can be found, and of which version of a document it is.
-- :row
SELECT documents.visible, documents.row
FROM chunks
CROSS JOIN documents ON documents.row = chunks.document
WHERE chunks.row = :row
