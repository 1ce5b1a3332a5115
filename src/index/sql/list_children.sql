-- Visible, complete documents that were found inside of one.
-- :parent (document_id); index documents_by_parent
SELECT row, document_id, key, accepted FROM documents
WHERE parent = :parent AND visible = 1 AND complete = 1
