-- A chunk's id is made of its document's and its position, and stands nowhere: it is found by making
-- those of one document after the other. What that takes of each stands in this index alone, which
-- counting reads, too.
DROP INDEX documents_counted;
CREATE INDEX documents_counted ON documents (chunks, text_bytes, document_id) WHERE visible = 1;
