-- A page of a complete document.
INSERT INTO pages (document, page, range_begin, range_end)
VALUES (:document, :page, :range_begin, :range_end)
ON CONFLICT (document, page) DO NOTHING
