-- Whether a document's bytes are the blob of this hash.
-- :sha256; index documents_by_blob
SELECT EXISTS (
    SELECT 1 FROM documents WHERE sha256 = :sha256 AND body IS NULL AND freed = 0
)
