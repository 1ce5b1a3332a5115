-- In which languages the committed chunks of a version are: bytes of each.
-- :document (row); unique index of chunks (document, position)
SELECT language, sum(range_end - range_begin) FROM chunks WHERE document = :document GROUP BY language
