-- :document; primary key
DELETE FROM pages WHERE document = :document
