-- Takes the words of a version's chunks out of the full-text index, which must be told what it was
-- given. In the order of the rows, as the index likes them.
-- :document; index chunks_by_document
INSERT INTO chunk_terms (chunk_terms, rowid, filename, title, headings, text)
SELECT 'delete', row, filename, title, headings, text
FROM chunk_contents
WHERE document = :document
ORDER BY position
