-- Uploads before a place in time, newest first.
-- :received :id (the place) :limit; index uploads_by_time
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation
FROM uploads
WHERE (received, id) < (:received, :id)
ORDER BY received DESC, id DESC
LIMIT :limit
