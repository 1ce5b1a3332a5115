-- In no order: the narrow index is read, not the vectors.
-- scan: vectors, when a generation is opened
SELECT row FROM vectors INDEXED BY vectors_by_text
