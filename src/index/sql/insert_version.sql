-- A new version: visible from the start where the key has no other that is, unless it is held.
-- :document_id :key :filename :metadata :fingerprint :upload :ordinal :now :sha256 :bytes :accepted
-- :held :cut_by :parent (may be null); index documents_visible
INSERT INTO documents (
    document_id, key, filename, metadata, fingerprint, upload, ordinal, visible, indexed, sha256,
    bytes, accepted, held, parent, cut_by
) VALUES (
    :document_id, :key, :filename, :metadata, :fingerprint, :upload, :ordinal,
    NOT :held AND NOT EXISTS (SELECT 1 FROM documents WHERE key = :key AND visible = 1), :now,
    :sha256, :bytes, :accepted, :held, :parent, :cut_by
)
