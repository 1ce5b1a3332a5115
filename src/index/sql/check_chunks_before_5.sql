-- As check_chunks, of a file that has not seen 0005: it has no titles.
-- scan: documents, all of them are asked for; index chunks_by_document
SELECT
    documents.row, documents.key, documents.chunks, documents.text_bytes, documents.visible,
    chunks.row, chunks.position, chunks.range_begin, chunks.range_end,
    length(CAST(chunks.text AS BLOB)),
    documents.filename, '', chunks.headings, chunks.text
FROM documents
LEFT JOIN chunks ON chunks.document = documents.row
ORDER BY documents.row, chunks.position
