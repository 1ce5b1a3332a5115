-- Uploads that have not all of their documents; of one out of the history they go one by one.
-- scan: uploads, all of them are asked for; primary key of documents
SELECT
    id, documents,
    (SELECT count(*) FROM documents WHERE documents.upload = uploads.row) AS there
FROM uploads
WHERE pruned = 0 AND there <> uploads.documents
