-- A document's chunks.
-- :document; index chunks_by_document
SELECT row FROM chunks WHERE document = :document ORDER BY position
