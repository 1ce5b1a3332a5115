-- The bytes that a version was made from: their SHA-256 and how many they are, so that a client can
-- tell without sending them whether it has others. Null: written before this was noted.
ALTER TABLE documents ADD COLUMN sha256 BLOB;
ALTER TABLE documents ADD COLUMN bytes INTEGER;
