-- The text of a chunk.
-- :row
SELECT text FROM chunks WHERE row = :row
