-- An unfinished upload will have more documents. Gives its row, and how many there are with them.
-- :upload (id) :documents; unique index of uploads.id
UPDATE uploads SET documents = documents + :documents
WHERE id = :upload AND status = 'received'
RETURNING row, documents
