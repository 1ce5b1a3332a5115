-- How much there is to be found.
-- scan: documents, the narrow index documents_counted alone
SELECT count(*), coalesce(sum(chunks), 0), coalesce(sum(text_bytes), 0)
FROM documents
WHERE visible = 1
