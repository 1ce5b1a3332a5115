-- Every visible document and how many chunks it has.
-- index documents_counted
-- scan: documents, its index alone: all of them are wanted
SELECT document_id, chunks FROM documents WHERE visible = 1
