-- A small body goes when no document refers to it.
-- :body (row); primary key, index documents_by_body
DELETE FROM bodies
WHERE row = :body AND NOT EXISTS (SELECT 1 FROM documents WHERE body = :body)
