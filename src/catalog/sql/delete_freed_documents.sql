-- Of an upload out of the history, documents whose bytes are freed are forgotten.
-- :upload (id) :limit; unique index of uploads.id, primary key
DELETE FROM documents
WHERE upload = (SELECT row FROM uploads WHERE id = :upload AND pruned = 1)
    AND ordinal IN (
        SELECT ordinal FROM documents
        WHERE upload = (SELECT row FROM uploads WHERE id = :upload AND pruned = 1) AND freed = 1
        LIMIT :limit
    )
