-- Asking twice, retry, how long an upload took, and what a history that is pruned and bytes that are
-- freed rest on.

-- ended: when the upload ended; null until then. retry_of: the upload whose failed documents this
-- one takes again. idempotency_key and fingerprint: the client's name for the request, and the hash
-- of what was asked. pruned: out of the history; the row stays while a document of it still stands
-- in its collection, since its bytes are found through it.
ALTER TABLE uploads ADD COLUMN ended INTEGER;
ALTER TABLE uploads ADD COLUMN retry_of BLOB;
ALTER TABLE uploads ADD COLUMN idempotency_key TEXT;
ALTER TABLE uploads ADD COLUMN fingerprint BLOB;
ALTER TABLE uploads ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
-- When the uploads of an earlier version ended was not kept.
UPDATE uploads SET ended = received WHERE status <> 'received';

CREATE UNIQUE INDEX uploads_by_idempotency_key ON uploads (idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX uploads_by_end ON uploads (ended) WHERE ended IS NOT NULL AND pruned = 0;
CREATE INDEX uploads_pruned ON uploads (row) WHERE pruned = 1;
-- Lists pass over what is out of the history without reading it.
DROP INDEX uploads_by_time;
CREATE INDEX uploads_by_time ON uploads (received, id) WHERE pruned = 0;
DROP INDEX uploads_by_status;
CREATE INDEX uploads_by_status ON uploads (status, received, id) WHERE pruned = 0;

-- freed: its bytes are kept for it no longer (body is null then). The times: microseconds that the
-- stages took.
ALTER TABLE documents ADD COLUMN freed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN extract_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN chunk_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN enrich_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN index_time INTEGER NOT NULL DEFAULT 0;

-- Who still needs a blob; whose bytes may go when a key is replaced or removed.
CREATE INDEX documents_by_blob ON documents (sha256) WHERE body IS NULL AND freed = 0;
CREATE INDEX documents_by_key ON documents (key) WHERE freed = 0;
