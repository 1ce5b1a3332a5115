PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO documents VALUES(2,X'd9cbdd91c9ad5480b259b18c4e279924','first/keeper.txt','first/keeper.txt','{}',X'6250430c0d76c2e6ea5b469c298100c307a7862e0cda7fd01acca8d0668ee7c3',X'd8b19d9e8ca448dea447f1cf4761740d',2,1,1,1,40,1795718560270435,NULL,'{"facts":{"author":"","encoding":"utf-8","format":"text","language":"","pages":0,"title":"","warnings":[]},"language":"en","title":"keeper"}');
INSERT INTO documents VALUES(3,X'ac58272954d25edd880f3a65fb27252d','first/harbour.md','first/harbour.md','{}',X'399d49b203ad1817ac983b99c1029f8de307abdf2831b4556c4aa3d1909c96b6',X'd8b19d9e8ca448dea447f1cf4761740d',1,1,1,1,62,1795718560282027,NULL,'{"facts":{"author":"","encoding":"utf-8","format":"markdown","language":"","pages":0,"title":"","warnings":[]},"language":"en","title":"Harbour"}');
INSERT INTO documents VALUES(4,X'6ea2a837c0c757d18ed2eb836e8d6059','second/ferry.txt','second/ferry.txt','{}',X'7fd6601e8c89bbad982cd26fd302d2bba234f5ab2048babeae336aaf3142871b',X'a466e71bd3444fafb5656172950e0169',0,1,1,1,35,1795718560479587,NULL,'{"facts":{"author":"","encoding":"utf-8","format":"text","language":"","pages":0,"title":"","warnings":[]},"language":"en","title":"ferry"}');
INSERT INTO documents VALUES(5,X'06bc55f3043950e199894c48b0dbf0b1','second/pilot.html','second/pilot.html','{}',X'de29b4f7483ec289dcb06103c57a9f97f614ed30a896c37d66097ebdc288119c',X'a466e71bd3444fafb5656172950e0169',1,1,0,0,0,1795718560468654,NULL,'{}');
CREATE TABLE pages (
    document INTEGER NOT NULL,
    page INTEGER NOT NULL,
    range_begin INTEGER NOT NULL,
    range_end INTEGER NOT NULL,
    PRIMARY KEY (document, page)
) STRICT, WITHOUT ROWID;
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
INSERT INTO chunks VALUES(1,2,0,0,40,0,0,12,'en','lighthouse keeper countsships',6,40,1,'',replace('The lighthouse keeper counts the ships.\n','\n',char(10)));
INSERT INTO chunks VALUES(2,3,0,0,62,0,0,18,'en','harbour master countsharbourlanterns',9,54,3,'Harbour',replace('Harbour\n\nThe harbour master counts the lanterns. 東京都庁.','\n',char(10)));
INSERT INTO chunks VALUES(3,4,0,0,35,0,0,11,'en','ferry crossessoundnoon',7,35,1,'',replace('A ferry crosses the sound at noon.\n','\n',char(10)));
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','chunk_terms','chunk_terms',0,'CREATE VIRTUAL TABLE chunk_terms USING fts5 (
    filename, headings, text,
    content = ''chunk_contents'', content_rowid = ''row'', tokenize = ''ingestd_words''
)');
CREATE TABLE IF NOT EXISTS 'chunk_terms_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO chunk_terms_data VALUES(1,X'03090118');
INSERT INTO chunk_terms_data VALUES(10,X'000000020103030003010101020101030101');
INSERT INTO chunk_terms_data VALUES(137438953473,X'000000550630636f756e7401060102050105666972737401020201066b656570657201080301020401096c69676874686f757301060102030104736869700106010207010374686501080102020602027874010204040c0a0e100b0b');
INSERT INTO chunk_terms_data VALUES(274877906945,X'000000810630636f756e740206010206010566697273740202020107686172626f75720210030101020102020401076c616e7465726e020601020801066d6173746572020601020502016402020401037468650208010203060103e4baac020601020a0103e5ba81020601020c0103e69db102060102090103e983bd020601020b040c0a130e0d060b0a0a0a');
INSERT INTO chunk_terms_data VALUES(412316860417,X'0000005f02306103060102020201740306010207010563726f737303060102040105666572726903080301020301046e6f6f6e030601020801067365636f6e6403020202046f756e64030601020601037468650306010205020278740302040408080c0d0b0b0b0a');
CREATE TABLE IF NOT EXISTS 'chunk_terms_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO chunk_terms_idx VALUES(1,X'',2);
INSERT INTO chunk_terms_idx VALUES(2,X'',2);
INSERT INTO chunk_terms_idx VALUES(3,X'',2);
CREATE TABLE IF NOT EXISTS 'chunk_terms_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO chunk_terms_docsize VALUES(1,X'030006');
INSERT INTO chunk_terms_docsize VALUES(2,X'03010b');
INSERT INTO chunk_terms_docsize VALUES(3,X'030007');
CREATE TABLE IF NOT EXISTS 'chunk_terms_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO chunk_terms_config VALUES('automerge',8);
INSERT INTO chunk_terms_config VALUES('rank','bm25(1.0, 2.0, 1.0)');
INSERT INTO chunk_terms_config VALUES('version',4);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('documents',5);
CREATE UNIQUE INDEX documents_by_upload ON documents (upload, ordinal);
CREATE UNIQUE INDEX documents_visible ON documents (key) WHERE visible = 1;
CREATE INDEX documents_by_id ON documents (document_id) WHERE visible = 1;
CREATE INDEX documents_counted ON documents (chunks, text_bytes) WHERE visible = 1;
CREATE UNIQUE INDEX chunks_by_document ON chunks (document, position);
CREATE VIEW chunk_contents AS
SELECT chunks.row AS row, chunks.document AS document, chunks.position AS position,
    documents.filename AS filename, chunks.headings AS headings, chunks.text AS text
FROM chunks
JOIN documents ON documents.row = chunks.document;
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version=1;
