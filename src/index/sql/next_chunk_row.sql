-- The number of the next chunk: above all that chunks and vectors ever had.
-- scan: sqlite_sequence, a row a table
SELECT 1 + max(
    coalesce((SELECT max(row) FROM chunks), 0),
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'vectors'), 0)
)
