-- A document is about to be read. A try that came further than the one before forgives the earlier.
-- :upload (id) :ordinal :chunks; unique index of uploads.id, primary key
UPDATE documents SET
    tries = CASE WHEN :chunks > attempted_chunks THEN 1 ELSE tries + 1 END,
    attempted_chunks = max(attempted_chunks, :chunks)
WHERE upload = (SELECT row FROM uploads WHERE id = :upload) AND ordinal = :ordinal
RETURNING tries, helper_deaths
