-- A helper crashed while it read a document.
-- :upload (id) :ordinal; unique index of uploads.id, primary key
UPDATE documents SET helper_deaths = helper_deaths + 1
WHERE upload = (SELECT row FROM uploads WHERE id = :upload) AND ordinal = :ordinal
RETURNING tries, helper_deaths
