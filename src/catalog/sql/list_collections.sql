-- Every collection by name.
-- scan: collections, all of them are asked for (in the order of the primary key)
SELECT name, generation, created, is_written FROM collections ORDER BY name
