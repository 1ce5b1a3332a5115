PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE collections (
    name TEXT PRIMARY KEY,
    generation BLOB NOT NULL,  -- the one that is searched
    created INTEGER NOT NULL
) STRICT;
INSERT INTO collections VALUES('letters',X'e9dace05c3204638ab9b192f3cbe10ec',1795718560246033);
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
INSERT INTO uploads VALUES(1,X'd8b19d9e8ca448dea447f1cf4761740d','letters',0,256,32,1795718560246033,'completed',3,NULL,'{"upload_id":"d8b19d9e-8ca4-48de-a447-f1cf4761740d","status":"completed","progress_percent":100.0,"current_chunk":2,"total_chunks":2,"message":"Completed: 2 of 3 documents","timestamp":"2026-11-26T18:42:40.289479+00:00","seq":12,"terminal":true,"waiting_on":null,"total_is_estimate":false,"stages":{"chunked":2,"enriched":2,"embedded":0,"indexed":2},"documents":{"total":3,"completed":2,"failed":1,"current":null},"eta_seconds":null,"chunks_per_second":4.0,"error":null}');
INSERT INTO uploads VALUES(2,X'a466e71bd3444fafb5656172950e0169','letters',0,256,32,1795718560466716,'received',2,NULL,'');
CREATE TABLE bodies (
    row INTEGER PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;
INSERT INTO bodies VALUES(1,X'');
INSERT INTO bodies VALUES(2,X'2320486172626f75720a0a54686520686172626f7572206d617374657220636f756e747320746865206c616e7465726e732e20e69db1e4baace983bde5ba812e0a');
INSERT INTO bodies VALUES(3,X'546865206c69676874686f757365206b656570657220636f756e7473207468652073686970732e0a');
INSERT INTO bodies VALUES(4,X'412066657272792063726f737365732074686520736f756e64206174206e6f6f6e2e0a');
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
INSERT INTO documents VALUES(1,0,'first/empty.txt','first/empty.txt','application/octet-stream','{}',X'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',0,1,'failed',0,0,0,NULL,'[]','empty','The document has no bytes.','extract',0);
INSERT INTO documents VALUES(1,1,'first/harbour.md','first/harbour.md','application/octet-stream','{}',X'de403d55e309d264bc84e04069d9394e1a9fa7afad3b7cefcef03969033d5f62',65,2,'completed',1,0,0,NULL,'[]',NULL,NULL,NULL,NULL);
INSERT INTO documents VALUES(1,2,'first/keeper.txt','first/keeper.txt','application/octet-stream','{}',X'b81f6e6a607bc228b1457cbc4a1c31c98c3467362e4137da4c1908ddd4b88a98',40,3,'completed',1,0,0,NULL,'[]',NULL,NULL,NULL,NULL);
INSERT INTO documents VALUES(2,0,'second/ferry.txt','second/ferry.txt','application/octet-stream','{}',X'c4f3d02e82932b279b3779e68eca33d6df03fffa54a9f1fc8d337f7999cb18c4',35,4,'completed',1,0,0,NULL,'[]',NULL,NULL,NULL,NULL);
INSERT INTO documents VALUES(2,1,'second/pilot.html','second/pilot.html','application/octet-stream','{}',X'ed0ba3036c92da028c4e7904996e69fe3abdf53820566d0b72fe9d129b8fab9e',70047,NULL,NULL,0,0,0,NULL,'[]',NULL,NULL,NULL,NULL);
CREATE INDEX uploads_by_time ON uploads (received, id);
CREATE INDEX uploads_by_status ON uploads (status, received, id);
CREATE INDEX uploads_by_collection ON uploads (collection, received, id);
CREATE INDEX documents_by_body ON documents (body) WHERE body IS NOT NULL;
COMMIT;
PRAGMA user_version=1;
