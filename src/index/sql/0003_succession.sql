-- Which version of a key stands, whatever order they complete in; and the older ones, kept until the
-- upload that replaced them has ended, so that a cancel brings them back.

-- accepted: when the upload was, no two alike; the later one stands.
ALTER TABLE documents ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
-- held: hidden until its upload completes (visibility: atomic).
ALTER TABLE documents ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
-- settled: its upload has completed and can be cancelled no more.
ALTER TABLE documents ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
-- replaced_by: the unsettled upload whose version of the key stands above this one.
ALTER TABLE documents ADD COLUMN replaced_by BLOB;

UPDATE documents SET accepted = indexed, settled = complete;

CREATE INDEX documents_hidden ON documents (key) WHERE visible = 0;
CREATE INDEX documents_replaced ON documents (replaced_by, key) WHERE replaced_by IS NOT NULL;
