-- Every version of a document in the ledger with its chunks in order, and what the full-text index
-- was given of each.
-- scan: documents, all of them are asked for; index chunks_by_document
SELECT
    documents.row, documents.key, documents.chunks, documents.text_bytes, documents.visible,
    chunks.row, chunks.position, chunks.range_begin, chunks.range_end,
    length(CAST(chunks.text AS BLOB)),
    (SELECT filename FROM chunk_contents WHERE row = chunks.row),
    (SELECT title FROM chunk_contents WHERE row = chunks.row),
    (SELECT headings FROM chunk_contents WHERE row = chunks.row),
    (SELECT text FROM chunk_contents WHERE row = chunks.row)
FROM documents
LEFT JOIN chunks ON chunks.document = documents.row
ORDER BY documents.row, chunks.position
