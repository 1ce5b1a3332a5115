-- A version's title as its first chunk shows it (0005_stems.sql tells the rule).
-- :document (row) :chunk (the row of its first chunk)
UPDATE documents SET lead = (
    SELECT CASE
        WHEN headings <> '' THEN substr(headings, 1, instr(headings || char(31), char(31)) - 1)
        WHEN instr(text, char(10)) BETWEEN 2 AND 251 THEN substr(text, 1, instr(text, char(10)) - 1)
        ELSE ''
    END
    FROM chunks
    WHERE chunks.row = :chunk
)
WHERE documents.row = :document
