-- One document of a new upload.
-- :upload (row) :ordinal :key :filename :content_type :metadata :sha256 :bytes :body (row or null)
INSERT INTO documents (
    upload, ordinal, key, filename, content_type, metadata, sha256, bytes, body
) VALUES (
    :upload, :ordinal, :key, :filename, :content_type, :metadata, :sha256, :bytes, :body
)
