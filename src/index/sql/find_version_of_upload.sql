-- The version of a document that an upload has brought or is bringing.
-- :upload :ordinal; index documents_by_upload
SELECT row, chunks, complete, replaced, summary, key, cut_by
FROM documents
WHERE upload = :upload AND ordinal = :ordinal
