-- What was promised: uploads with their documents and small bodies, and the collections.
-- Ids are the 16 octets of a UUID, hashes the 32 of SHA-256, times microseconds since 1970 UTC,
-- states and stages the wire's words.

CREATE TABLE collections (
    name TEXT PRIMARY KEY,
    generation BLOB NOT NULL,  -- the one that is searched
    created INTEGER NOT NULL
) STRICT;

-- status is 'received' until the upload has ended; generation is set where it builds one of its own.
CREATE TABLE uploads (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    collection TEXT NOT NULL,
    force_recreate INTEGER NOT NULL,
    max_tokens INTEGER NOT NULL,
    overlap_tokens INTEGER NOT NULL,
    received INTEGER NOT NULL,
    status TEXT NOT NULL,
    documents INTEGER NOT NULL,
    generation BLOB,
    terminal_event TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX uploads_by_time ON uploads (received, id);
CREATE INDEX uploads_by_status ON uploads (status, received, id);
CREATE INDEX uploads_by_collection ON uploads (collection, received, id);

-- Larger than a page at times, so apart from the rows that are read often.
CREATE TABLE bodies (
    row INTEGER PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

-- body is null where the content is a blob named by sha256; status is null until the document has
-- ended, and what stands after it belongs to that end.
CREATE TABLE documents (
    upload INTEGER NOT NULL REFERENCES uploads (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    key TEXT NOT NULL,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    metadata TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    body INTEGER REFERENCES bodies (row),
    status TEXT,
    chunks INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0,
    is_unchanged INTEGER NOT NULL DEFAULT 0,
    replaced INTEGER,
    warnings TEXT NOT NULL DEFAULT '[]',  -- a JSON array of sentences
    failure_code TEXT,
    failure_detail TEXT,
    failure_stage TEXT,
    failure_page INTEGER,
    PRIMARY KEY (upload, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_by_body ON documents (body) WHERE body IS NOT NULL;
