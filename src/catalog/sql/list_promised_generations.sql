-- Every generation that is searched or being built, and whether something must be in its file: a
-- document has completed with chunks since the collection was made, or in the upload that builds it.
-- scan: collections, all of them are asked for; indexes uploads_by_collection, uploads_by_status
SELECT generation, name, EXISTS (
    SELECT 1 FROM uploads
    JOIN documents ON documents.upload = uploads.row
    WHERE uploads.collection = collections.name AND uploads.received >= collections.created
        AND (uploads.generation IS NULL OR uploads.generation = collections.generation)
        AND documents.status = 'completed' AND documents.chunks > 0
)
FROM collections
UNION
SELECT generation, collection, EXISTS (
    SELECT 1 FROM documents
    WHERE documents.upload = uploads.row AND documents.status = 'completed' AND documents.chunks > 0
)
FROM uploads
WHERE status = 'received' AND pruned = 0 AND generation IS NOT NULL
