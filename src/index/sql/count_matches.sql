-- How many of the newest chunks match, to a bound, and the oldest of these.
-- :match (FTS5) :limit
-- scan: (subquery-1), which is bounded
SELECT count(*), min(row)
FROM (
    SELECT rowid AS row FROM chunk_terms WHERE chunk_terms MATCH :match
    ORDER BY rowid DESC LIMIT :limit
)
