-- The visible version of a document.
-- :document_id; index documents_by_id
SELECT row, key FROM documents WHERE document_id = :document_id AND visible = 1
