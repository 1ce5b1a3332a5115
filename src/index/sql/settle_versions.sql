-- What an upload has brought can be cancelled no more.
-- :upload; index documents_by_upload
UPDATE documents SET settled = 1 WHERE upload = :upload
