-- Uploads in one state before a place in time, newest first.
-- :status :received :id (the place) :limit; index uploads_by_status
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation
FROM uploads
WHERE status = :status AND (received, id) < (:received, :id)
ORDER BY received DESC, id DESC
LIMIT :limit
