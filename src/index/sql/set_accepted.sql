-- A later upload has brought the same once more.
-- :row :accepted; primary key
UPDATE documents SET accepted = max(accepted, :accepted) WHERE row = :row
