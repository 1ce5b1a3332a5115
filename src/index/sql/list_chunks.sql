-- The chunks of a visible document from a position on.
-- :document_id :from :limit; indexes documents_by_id, chunks_by_document
SELECT
    documents.document_id, documents.filename, documents.metadata,
    chunks.position, chunks.range_begin, chunks.range_end, chunks.page, chunks.page_end,
    chunks.tokens, chunks.language, chunks.keywords, chunks.words, chunks.characters,
    chunks.sentences, chunks.headings, chunks.text, chunks.enrichment
FROM documents
CROSS JOIN chunks ON chunks.document = documents.row AND chunks.position >= :from
WHERE documents.document_id = :document_id AND documents.visible = 1
ORDER BY chunks.position
LIMIT :limit
