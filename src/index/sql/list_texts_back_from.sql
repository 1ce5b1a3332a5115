-- The texts of a document's chunks from a position back to the first.
-- :document (row) :position; index chunks_by_document
SELECT range_begin, range_end, text
FROM chunks
WHERE document = :document AND position <= :position
ORDER BY position DESC
