-- Documents that were found inside of others: an archive's entries, attachments.

-- parent: the document_id of the outer document; null: it was sent by itself.
ALTER TABLE documents ADD COLUMN parent BLOB;
CREATE INDEX documents_by_parent ON documents (parent) WHERE parent IS NOT NULL AND visible = 1;
