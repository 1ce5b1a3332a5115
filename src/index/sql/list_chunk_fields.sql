-- What a filter may ask of a document's chunks.
-- :document; index chunks_by_document
SELECT row, page, page_end, language FROM chunks WHERE document = :document ORDER BY position
