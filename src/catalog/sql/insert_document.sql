-- One document of a new upload.
-- :upload (row) :ordinal :key :filename :content_type :metadata :sha256 :bytes :body (row or null)
-- :parent (ordinal or null) :container :depth :stored_chunks (or null) :freed
INSERT INTO documents (
    upload, ordinal, key, filename, content_type, metadata, sha256, bytes, body, parent, container,
    depth, stored_chunks, freed
) VALUES (
    :upload, :ordinal, :key, :filename, :content_type, :metadata, :sha256, :bytes, :body, :parent,
    :container, :depth, :stored_chunks, :freed
)
