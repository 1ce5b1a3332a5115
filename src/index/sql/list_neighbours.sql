-- Chunks of a version between two positions.
-- :document (row) :first :last; index chunks_by_document
SELECT position, range_begin, range_end, page, page_end, text
FROM chunks
WHERE document = :document AND position BETWEEN :first AND :last
ORDER BY position
