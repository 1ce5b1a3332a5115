-- The documents of an upload in its order, and how those that have ended did.
-- :upload (id); unique index of uploads.id, primary key
SELECT
    documents.ordinal, key, filename, content_type, metadata, sha256, bytes,
    documents.status, chunks, pages, is_unchanged, replaced, warnings,
    failure_code, failure_detail, failure_stage, failure_page,
    extract_time, chunk_time, enrich_time, index_time, is_superseded, is_skipped, kept_as,
    parent, container, depth, embedded, reused, stored_chunks
FROM uploads
JOIN documents ON documents.upload = uploads.row
WHERE uploads.id = :upload
ORDER BY documents.ordinal
