-- As list_chunk_fields, with what enrichers have found in each chunk.
-- :document; index chunks_by_document
SELECT row, page, page_end, language, keywords, words, characters, sentences, enrichment
FROM chunks
WHERE document = :document
ORDER BY position
