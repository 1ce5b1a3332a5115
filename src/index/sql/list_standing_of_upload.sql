-- What an upload has brought that stands.
-- :upload; index documents_by_upload
SELECT document_id, accepted FROM documents WHERE upload = :upload AND visible = 1 AND complete = 1
