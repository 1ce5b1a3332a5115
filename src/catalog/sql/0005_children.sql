-- Documents that were found inside of others: an archive's entries, attachments.

-- parent: the ordinal of the document of the same upload that it was found inside of; null: it was
-- sent by itself, or is tried again. container: the key under which the outer one stands; empty:
-- none. depth: how many documents it is inside of.
ALTER TABLE documents ADD COLUMN parent INTEGER;
ALTER TABLE documents ADD COLUMN container TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
