-- A new upload.
-- :id :collection :force_recreate :max_tokens :overlap_tokens :received :documents
INSERT INTO uploads (
    id, collection, force_recreate, max_tokens, overlap_tokens, received, status, documents
) VALUES (
    :id, :collection, :force_recreate, :max_tokens, :overlap_tokens, :received, 'received', :documents
)
