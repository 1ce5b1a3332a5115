-- An upload is being cancelled.
-- :upload (id); unique index of uploads.id
UPDATE uploads SET cancelling = 1 WHERE id = :upload
