-- How much there is.
-- scan: uploads, counted
-- scan: documents, counted
-- scan: collections, counted
SELECT
    (SELECT count(*) FROM uploads WHERE pruned = 0),
    (SELECT count(*) FROM uploads WHERE status = 'received' AND pruned = 0),
    (SELECT count(*) FROM documents),
    (SELECT count(*) FROM collections)
