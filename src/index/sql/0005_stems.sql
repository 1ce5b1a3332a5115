-- Words are stemmed as their chunk's language asks for, and every chunk is found by its document's
-- title as well. The full-text index is built anew, in the one transaction of this migration: a
-- process that dies half way leaves the file as it was.

-- lead: the title as the first chunk shows it: its first heading, or a first line that is short and
-- not all there is. Noted with that chunk, never changed.
ALTER TABLE documents ADD COLUMN lead TEXT NOT NULL DEFAULT '';
UPDATE documents SET lead = coalesce((
    SELECT CASE
        WHEN headings <> '' THEN substr(headings, 1, instr(headings || char(31), char(31)) - 1)
        WHEN instr(text, char(10)) BETWEEN 2 AND 251 THEN substr(text, 1, instr(text, char(10)) - 1)
        ELSE ''
    END
    FROM chunks
    WHERE chunks.document = documents.row AND chunks.position = 0
), '');

-- Languages that a chunk was ever in: a query is stemmed in each.
CREATE TABLE languages (language TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO languages SELECT DISTINCT language FROM chunks;

DROP TABLE chunk_terms;
DROP VIEW chunk_contents;

-- What the full-text index is given for a chunk: it keeps no copy and asks here. Each text begins
-- with its language (language_mark.hpp). A title that is the first of the headings is given once.
CREATE VIEW chunk_contents AS
SELECT chunks.row AS row, chunks.document AS document, chunks.position AS position,
    char(2) || chunks.language || char(2) || documents.filename AS filename,
    char(2) || chunks.language || char(2) ||
        iif(substr(chunks.headings, 1, length(documents.lead)) = documents.lead, '', documents.lead)
        AS title,
    char(2) || chunks.language || char(2) || chunks.headings AS headings,
    char(2) || chunks.language || char(2) || chunks.text AS text
FROM chunks
JOIN documents ON documents.row = chunks.document;

CREATE VIRTUAL TABLE chunk_terms USING fts5 (
    filename, title, headings, text,
    content = 'chunk_contents', content_rowid = 'row', tokenize = 'ingestd_stems'
);
-- As before (0001): fewer merges.
INSERT INTO chunk_terms (chunk_terms, rank) VALUES ('automerge', 8);
INSERT INTO chunk_terms (rowid, filename, title, headings, text)
SELECT row, filename, title, headings, text FROM chunk_contents ORDER BY row;
