-- A version is held back no longer.
-- :row :replaced; primary key
UPDATE documents SET held = 0, replaced = :replaced WHERE row = :row
