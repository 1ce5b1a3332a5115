-- Removes a collection and gives the generation that it had.
-- :name; primary key
DELETE FROM collections WHERE name = :name RETURNING generation
