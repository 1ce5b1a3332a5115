-- As scan_matches, between two rows and of a set alone (row_holds.hpp).
-- :match (FTS5) :first :last :allowed (pointer)
SELECT rowid, ingestd_counts(chunk_terms)
FROM chunk_terms
WHERE chunk_terms MATCH :match
    AND rowid BETWEEN :first AND :last
    AND ingestd_holds(:allowed, rowid)
ORDER BY rowid DESC
