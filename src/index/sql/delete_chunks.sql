-- :document; index chunks_by_document
DELETE FROM chunks WHERE document = :document
