-- Those of a version's chunks.
-- :document; index chunks_by_document
DELETE FROM vectors WHERE row IN (SELECT row FROM chunks WHERE document = :document)
