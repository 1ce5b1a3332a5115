-- Whether an upload built a generation that took its collection over, and its collection.
-- :upload (id); unique index of uploads.id
SELECT collection, force_recreate = 1 AND status = 'completed' FROM uploads
WHERE id = :upload AND ended IS NOT NULL
