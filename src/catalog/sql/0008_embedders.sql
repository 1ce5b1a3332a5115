-- What makes the vectors of an upload's chunks, as it was asked for; and for each document how many
-- were made for it, and how many were found made already.
ALTER TABLE uploads ADD COLUMN embedder TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN embedded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN reused INTEGER NOT NULL DEFAULT 0;
