-- Versions that an upload's have replaced, whatever their keys.
-- :upload :limit; index documents_replaced
SELECT row FROM documents WHERE replaced_by = :upload LIMIT :limit
