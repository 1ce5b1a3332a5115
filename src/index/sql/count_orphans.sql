-- Chunks and pages of versions that are not in the ledger.
-- scan: chunks, all of them are asked for; primary key of documents
-- scan: pages, all of them are asked for; primary key of documents
SELECT
    (SELECT count(*) FROM chunks WHERE document NOT IN (SELECT row FROM documents)),
    (SELECT count(*) FROM pages WHERE document NOT IN (SELECT row FROM documents))
