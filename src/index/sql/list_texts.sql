-- The texts of a document's chunks in order.
-- :document; index chunks_by_document
SELECT range_begin, range_end, text FROM chunks WHERE document = :document ORDER BY position
