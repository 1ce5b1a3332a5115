-- The upload has ended; of one that had ended already nothing changes. Gives its collection.
-- :upload (id) :status :terminal_event :ended; unique index of uploads.id
UPDATE uploads SET status = :status, terminal_event = :terminal_event, ended = :ended
WHERE id = :upload AND status = 'received'
RETURNING collection
