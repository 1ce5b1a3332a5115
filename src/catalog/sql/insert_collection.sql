-- The collection with its first generation, unless it is there.
-- :name :generation :created; primary key
INSERT INTO collections (name, generation, created) VALUES (:name, :generation, :created)
ON CONFLICT (name) DO NOTHING
