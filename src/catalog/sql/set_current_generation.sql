-- Which generation of a collection is searched from now on: one in which documents have completed.
-- :name :generation; primary key
UPDATE collections SET generation = :generation, is_written = 1 WHERE name = :name
