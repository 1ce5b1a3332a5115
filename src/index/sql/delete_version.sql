-- :row; primary key
DELETE FROM documents WHERE row = :row
