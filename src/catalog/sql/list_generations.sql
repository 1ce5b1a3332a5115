-- Every generation that is current or being built.
-- scan: collections, all of them are asked for; index uploads_by_status
SELECT generation FROM collections
UNION ALL
SELECT generation FROM uploads WHERE status = 'received' AND pruned = 0 AND generation IS NOT NULL
