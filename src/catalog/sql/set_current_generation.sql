-- Which generation of a collection is searched from now on.
-- :name :generation; primary key
UPDATE collections SET generation = :generation WHERE name = :name
