-- The first and the last of a document's chunks, and between which rows these stand.
-- :document :last (position); index chunks_by_document
SELECT
    (SELECT row FROM chunks WHERE document = :document AND position = 0),
    (SELECT row FROM chunks WHERE document = :document AND position = :last)
