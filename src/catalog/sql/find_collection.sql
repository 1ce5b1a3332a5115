-- One collection.
-- :name; primary key
SELECT name, generation, created, is_written FROM collections WHERE name = :name
