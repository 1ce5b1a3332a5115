-- Chunks that match with how often each phrase stands in them (row_counts.hpp), the newest first.
-- :match (FTS5) :limit
SELECT rowid, ingestd_counts(chunk_terms)
FROM chunk_terms
WHERE chunk_terms MATCH :match
ORDER BY rowid DESC
LIMIT :limit
