-- What enrichers find in a chunk that has no column of its own, as a JSON object
-- (enrichment_column.hpp draws it). Null: nothing, or written before this was kept.
ALTER TABLE chunks ADD COLUMN enrichment TEXT;
