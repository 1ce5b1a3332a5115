-- Notes the generation that an upload builds.
-- :upload (id) :generation; unique index of uploads.id
UPDATE uploads SET generation = :generation WHERE id = :upload
