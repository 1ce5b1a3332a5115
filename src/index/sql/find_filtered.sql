-- What a filter may ask of a document.
-- :row; primary key
SELECT document_id, filename, metadata, indexed, summary, lead FROM documents WHERE row = :row
