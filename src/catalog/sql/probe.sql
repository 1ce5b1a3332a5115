-- Touches the tables that every answer rests on.
-- primary keys
SELECT
    (SELECT row FROM uploads ORDER BY row DESC LIMIT 1),
    (SELECT name FROM collections ORDER BY name LIMIT 1)
-- scan: uploads, one row of it
-- scan: collections, one row of it
