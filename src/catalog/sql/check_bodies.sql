-- Every small body with what was noted of it when it was received.
-- scan: documents, all of them are asked for; primary keys
SELECT documents.sha256, documents.bytes, bodies.content, documents.filename, uploads.id
FROM documents
CROSS JOIN bodies ON bodies.row = documents.body
CROSS JOIN uploads ON uploads.row = documents.upload
