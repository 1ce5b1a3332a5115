-- The same of every document that ended under a key of a collection, from an upload's row on.
-- :collection :key :upload (row; from it on) :limit; index documents_by_key, primary key
SELECT uploads.row, uploads.id, documents.ordinal, uploads.collection, uploads.pruned,
    documents.status IS 'completed'
FROM documents
JOIN uploads ON uploads.row = documents.upload
WHERE documents.key = :key AND documents.upload >= :upload
    AND uploads.collection = :collection AND uploads.ended IS NOT NULL
    AND documents.freed = 0 AND documents.status IS NOT NULL
    AND (uploads.pruned = 1 OR documents.status <> 'failed')
ORDER BY documents.upload, documents.ordinal
LIMIT :limit
