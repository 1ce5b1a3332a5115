-- :row; primary key
SELECT row, vector FROM vectors WHERE row > :row ORDER BY row
