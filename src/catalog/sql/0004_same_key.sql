-- What an upload does with keys that are there already, and documents that bring down who reads them.

ALTER TABLE uploads ADD COLUMN visibility TEXT NOT NULL DEFAULT 'progressive';
ALTER TABLE uploads ADD COLUMN on_same_key TEXT NOT NULL DEFAULT 'replace';
-- cancelling: somebody cancelled it, and what it had indexed is being removed.
ALTER TABLE uploads ADD COLUMN cancelling INTEGER NOT NULL DEFAULT 0;

ALTER TABLE documents ADD COLUMN is_superseded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN is_skipped INTEGER NOT NULL DEFAULT 0;
-- kept_as: the numbered key that on_same_key: keep gave it; null: its own.
ALTER TABLE documents ADD COLUMN kept_as TEXT;
-- tries: to read it that were begun and came no further than attempted_chunks; helper_deaths: helpers
-- that crashed on it.
ALTER TABLE documents ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN attempted_chunks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN helper_deaths INTEGER NOT NULL DEFAULT 0;
