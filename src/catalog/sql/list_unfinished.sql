-- Uploads that have not ended, oldest first.
-- index uploads_by_status
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation
FROM uploads
WHERE status = 'received'
ORDER BY received, id
