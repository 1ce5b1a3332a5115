-- Everything of one collection that can be found, and the ledger of what has been committed.
-- Ids are the 16 octets of a UUID, hashes the 32 of SHA-256, times microseconds since 1970 UTC.

-- The ledger: one row a version of a document. Of the versions of one key at most one is visible.
-- chunks: how many are committed, at positions 0 to chunks - 1. summary: JSON, once it is complete.
-- AUTOINCREMENT: a row's number is never given again, so a stale one finds nothing.
CREATE TABLE documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id BLOB NOT NULL,
    key TEXT NOT NULL,
    filename TEXT NOT NULL,
    metadata TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    upload BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    visible INTEGER NOT NULL,
    complete INTEGER NOT NULL DEFAULT 0,
    chunks INTEGER NOT NULL DEFAULT 0,
    text_bytes INTEGER NOT NULL DEFAULT 0,
    indexed INTEGER NOT NULL,
    replaced INTEGER,
    summary TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE UNIQUE INDEX documents_by_upload ON documents (upload, ordinal);
CREATE UNIQUE INDEX documents_visible ON documents (key) WHERE visible = 1;
CREATE INDEX documents_by_id ON documents (document_id) WHERE visible = 1;
CREATE INDEX documents_counted ON documents (chunks, text_bytes) WHERE visible = 1;

-- Where the pages of a complete document stand in its text.
CREATE TABLE pages (
    document INTEGER NOT NULL,
    page INTEGER NOT NULL,
    range_begin INTEGER NOT NULL,
    range_end INTEGER NOT NULL,
    PRIMARY KEY (document, page)
) STRICT, WITHOUT ROWID;

-- text is kept here alone: the document's text is its chunks' without their overlap.
-- headings and keywords: joined by U+001F.
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    range_begin INTEGER NOT NULL,
    range_end INTEGER NOT NULL,
    page INTEGER NOT NULL,
    page_end INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    language TEXT NOT NULL,
    keywords TEXT NOT NULL,
    words INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    headings TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX chunks_by_document ON chunks (document, position);

-- What the full-text index was given for a chunk: it keeps no copy and asks here.
CREATE VIEW chunk_contents AS
SELECT chunks.row AS row, chunks.document AS document, chunks.position AS position,
    documents.filename AS filename, chunks.headings AS headings, chunks.text AS text
FROM chunks
JOIN documents ON documents.row = chunks.document;

CREATE VIRTUAL TABLE chunk_terms USING fts5 (
    filename, headings, text,
    content = 'chunk_contents', content_rowid = 'row', tokenize = 'ingestd_words'
);
-- A word in a heading says more of a chunk than the same word in its text; one in the file's name
-- is said of every chunk of it alike.
INSERT INTO chunk_terms (chunk_terms, rank) VALUES ('rank', 'bm25(1.0, 2.0, 1.0)');
-- Eight segments of a level are merged at once instead of four: each word is written fewer times (a
-- tenth less time a row), and a search looks into a few segments more, which was not to be seen.
INSERT INTO chunk_terms (chunk_terms, rank) VALUES ('automerge', 8);
