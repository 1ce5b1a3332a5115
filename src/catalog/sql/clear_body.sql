-- The document refers to its small body no longer.
-- :upload (row) :ordinal; primary key
UPDATE documents SET body = NULL WHERE upload = :upload AND ordinal = :ordinal
