-- The server ends in order: no document is to blame.
-- indexes uploads_by_status, primary key
UPDATE documents SET tries = 0
WHERE upload IN (SELECT row FROM uploads WHERE status = 'received' AND pruned = 0) AND tries > 0
