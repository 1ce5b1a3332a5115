-- :row; primary key
SELECT vector FROM vectors WHERE row = :row
