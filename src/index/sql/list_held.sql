-- What an upload has brought that is complete and hidden until it ends.
-- :upload; index documents_by_upload
SELECT row, ordinal FROM documents WHERE upload = :upload AND held = 1 AND complete = 1
