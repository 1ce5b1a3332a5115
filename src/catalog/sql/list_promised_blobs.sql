-- Every large body that is kept for a document, and one such document.
-- scan: documents, all of them are asked for; index documents_by_blob, primary key
SELECT documents.sha256, max(documents.bytes), documents.filename, uploads.id
FROM documents
JOIN uploads ON uploads.row = documents.upload
WHERE documents.body IS NULL AND documents.freed = 0
GROUP BY documents.sha256
