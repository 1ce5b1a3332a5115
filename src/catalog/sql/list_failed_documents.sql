-- The documents of an upload that has ended which did not make it, with the bytes that are theirs: a
-- failed one, and one that a failed upload never came to. Not what was found inside of one of them: it
-- is found again.
-- :upload (id); unique index of uploads.id, primary key
-- scan: outer_ones, at most as many as documents are nested
SELECT
    documents.key, documents.filename, documents.content_type, documents.metadata,
    documents.sha256, documents.bytes, documents.body, documents.container, documents.depth
FROM uploads
JOIN documents ON documents.upload = uploads.row
WHERE uploads.id = :upload AND documents.freed = 0
    AND (documents.status = 'failed' OR (documents.status IS NULL AND uploads.status = 'failed'))
    AND NOT EXISTS (
        WITH RECURSIVE outer_ones (ordinal) AS (
            SELECT documents.parent
            UNION
            SELECT further.parent
            FROM outer_ones
            JOIN documents AS further
                ON further.upload = uploads.row AND further.ordinal = outer_ones.ordinal
        )
        SELECT 1
        FROM outer_ones
        JOIN documents AS above ON above.upload = uploads.row AND above.ordinal = outer_ones.ordinal
        WHERE above.freed = 0
            AND (above.status = 'failed' OR (above.status IS NULL AND uploads.status = 'failed'))
    )
ORDER BY documents.ordinal
