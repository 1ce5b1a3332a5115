-- The bytes of a small body.
-- :upload (id) :ordinal; unique index of uploads.id, primary keys
SELECT bodies.content
FROM uploads
JOIN documents ON documents.upload = uploads.row AND documents.ordinal = :ordinal
JOIN bodies ON bodies.row = documents.body
WHERE uploads.id = :upload
