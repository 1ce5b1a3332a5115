-- Every version of a document in the ledger with its chunks in order, and what the full-text index
-- was given of each.
-- scan: documents, all of them are asked for; index chunks_by_document
SELECT
    documents.row, documents.key, documents.chunks, documents.text_bytes, documents.visible,
    chunks.row, chunks.position, chunks.range_begin, chunks.range_end,
    documents.filename, chunks.headings, chunks.text
FROM documents
LEFT JOIN chunks ON chunks.document = documents.row
ORDER BY documents.row, chunks.position
