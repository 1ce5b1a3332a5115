-- The pages of a document in order.
-- :document; primary key
SELECT page, range_begin, range_end FROM pages WHERE document = :document ORDER BY page
