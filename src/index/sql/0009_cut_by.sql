-- How a document was cut into chunks: what is committed of one that is unfinished can be gone on with
-- only in the same way. Empty: by a version that did not note it.
ALTER TABLE documents ADD COLUMN cut_by TEXT NOT NULL DEFAULT '';
