-- A chunk with its document, and what tells its document's title.
-- :row
SELECT
    documents.document_id, documents.filename, documents.metadata,
    chunks.position, chunks.range_begin, chunks.range_end, chunks.page, chunks.page_end,
    chunks.tokens, chunks.language, chunks.keywords, chunks.words, chunks.characters,
    chunks.sentences, chunks.headings, chunks.text, chunks.enrichment,
    documents.lead, documents.summary, documents.row
FROM chunks
CROSS JOIN documents ON documents.row = chunks.document
WHERE chunks.row = :row
