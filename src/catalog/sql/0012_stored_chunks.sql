-- Documents that an upload makes anew out of what their collection has stored of them.

-- stored_chunks: how many chunks the collection had of the document when the upload began; null: it
-- is read from its bytes. These are kept by the upload that had brought them, so freed is 1.
ALTER TABLE documents ADD COLUMN stored_chunks INTEGER;
