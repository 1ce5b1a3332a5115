-- The keys under which an upload put newer versions in the place of older ones, from an ordinal on.
-- :upload (id) :ordinal (from it on) :limit; unique index of uploads.id, primary key
SELECT documents.ordinal, documents.key, uploads.collection
FROM uploads
JOIN documents ON documents.upload = uploads.row AND documents.ordinal >= :ordinal
WHERE uploads.id = :upload AND documents.replaced IS NOT NULL
ORDER BY documents.ordinal
LIMIT :limit
