-- One collection.
-- :name; primary key
SELECT name, generation, created FROM collections WHERE name = :name
