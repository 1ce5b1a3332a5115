-- Bodies that no document names.
-- scan: bodies, all of them are asked for; index documents_by_body
SELECT count(*)
FROM bodies
WHERE NOT EXISTS (SELECT 1 FROM documents WHERE documents.body = bodies.row)
