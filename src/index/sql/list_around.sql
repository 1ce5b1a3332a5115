-- A chunk and those that stand around it, with how long each is.
-- :row :reach (chunks to either side); index chunks_by_document
SELECT around.row, around.words
FROM chunks AS middle
CROSS JOIN chunks AS around ON around.document = middle.document
    AND around.position BETWEEN middle.position - :reach AND middle.position + :reach
WHERE middle.row = :row
