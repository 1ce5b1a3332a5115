-- One document of a new upload.
-- :upload (row) :ordinal :key :filename :content_type :metadata :sha256 :bytes :body (row or null)
-- :parent (ordinal or null) :container :depth
INSERT INTO documents (
    upload, ordinal, key, filename, content_type, metadata, sha256, bytes, body, parent, container,
    depth
) VALUES (
    :upload, :ordinal, :key, :filename, :content_type, :metadata, :sha256, :bytes, :body, :parent,
    :container, :depth
)
