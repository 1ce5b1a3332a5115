-- What a filter may ask of every document that can be found.
-- scan: documents, all of them are asked for
SELECT row, chunks, document_id, filename, metadata, indexed, summary, lead
FROM documents
WHERE visible = 1
ORDER BY row
