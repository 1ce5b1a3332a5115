-- Uploads to one collection before a place in time, newest first.
-- :collection :status (null: any) :received :id (the place) :limit; index uploads_by_collection
SELECT
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents,
    terminal_event, generation
FROM uploads
WHERE collection = :collection AND (received, id) < (:received, :id)
    AND (:status IS NULL OR status = :status)
ORDER BY received DESC, id DESC
LIMIT :limit
