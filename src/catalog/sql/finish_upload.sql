-- The upload has ended; of one that had ended already nothing changes. Its password is kept only as
-- long as a retry may ask for it (list_failed_documents). Gives its collection.
-- :upload (id) :status :terminal_event :ended; unique index of uploads.id, primary key
UPDATE uploads SET
    status = :status,
    terminal_event = :terminal_event,
    ended = :ended,
    password = CASE
        WHEN :status = 'failed' OR EXISTS (
            SELECT 1 FROM documents
            WHERE documents.upload = uploads.row AND documents.status = 'failed'
        ) THEN password
        ELSE ''
    END
WHERE id = :upload AND status = 'received'
RETURNING collection
