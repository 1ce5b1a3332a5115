-- The upload has ended; of one that had ended already nothing changes. Gives its collection.
-- :upload (id) :status :terminal_event; unique index of uploads.id
UPDATE uploads SET status = :status, terminal_event = :terminal_event
WHERE id = :upload AND status = 'received'
RETURNING collection
