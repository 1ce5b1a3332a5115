-- What the vectors of this file are made by: one row, none where it has no vectors. dimension: 0 as
-- long as none has come.
CREATE TABLE embedding (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    kind TEXT NOT NULL,
    model TEXT NOT NULL,
    dimension INTEGER NOT NULL
) STRICT;

-- A chunk's vector under the chunk's row: f32, little endian. A chunk in which the embedder knows
-- nothing has none.
-- AUTOINCREMENT: a row's number is never given again, so that the file of codes beside this one
-- (docs/vectors.md) takes none for another.
-- text_hash: the first 16 octets of the SHA-256 of the chunk's text, to find it made already.
CREATE TABLE vectors (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    text_hash BLOB NOT NULL,
    vector BLOB NOT NULL
) STRICT;
CREATE INDEX vectors_by_text ON vectors (text_hash);
