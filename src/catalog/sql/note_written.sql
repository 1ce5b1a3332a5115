-- A document of :upload has completed in its collection's current generation, so that has a file.
-- An upload that builds a generation of its own notes it when that becomes current.
-- Unique index of uploads.id, primary key
UPDATE collections SET is_written = 1
WHERE is_written = 0
    AND name = (SELECT collection FROM uploads WHERE id = :upload AND force_recreate = 0)
