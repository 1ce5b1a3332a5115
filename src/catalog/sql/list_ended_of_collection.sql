-- Uploads to a collection that have ended, in the history or out of it, after a place in time.
-- :collection :received :id (the place) :limit; index uploads_by_collection
SELECT received, id FROM uploads
WHERE collection = :collection AND (received, id) > (:received, :id) AND ended IS NOT NULL
ORDER BY received, id
LIMIT :limit
