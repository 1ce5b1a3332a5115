-- Documents of an upload that has ended, from an ordinal on, whose bytes are kept though no retry may
-- ask for them: they are needed only while the document stands in its collection.
-- :upload (id) :ordinal (from it on) :limit; unique index of uploads.id, primary key
SELECT uploads.row, uploads.id, documents.ordinal, uploads.collection, uploads.pruned,
    documents.status IS 'completed'
FROM uploads
JOIN documents ON documents.upload = uploads.row AND documents.ordinal >= :ordinal
WHERE uploads.id = :upload AND uploads.ended IS NOT NULL
    AND documents.freed = 0
    AND (uploads.pruned = 1 OR NOT (
        documents.status IS 'failed' OR (documents.status IS NULL AND uploads.status = 'failed')
    ))
ORDER BY documents.ordinal
LIMIT :limit
