-- Whether any version of a key is there, in work or complete.
-- :key; indexes documents_visible, documents_hidden
SELECT EXISTS (SELECT 1 FROM documents WHERE key = :key AND visible = 1)
    OR EXISTS (SELECT 1 FROM documents WHERE key = :key AND visible = 0)
