-- Everything that an upload has brought, complete or not.
-- :upload; index documents_by_upload
SELECT row FROM documents WHERE upload = :upload
