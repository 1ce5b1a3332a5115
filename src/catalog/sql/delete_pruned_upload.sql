-- An upload out of the history goes with its last document.
-- :upload (id); unique index of uploads.id, primary key
DELETE FROM uploads
WHERE id = :upload AND pruned = 1
    AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.upload = uploads.row)
