-- The number of the newest chunk: about how many there are.
SELECT coalesce(max(row), 0) FROM chunks
