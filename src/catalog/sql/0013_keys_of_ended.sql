-- What has not ended stands nowhere, and nobody asks for it by its key. So a document enters this index with
-- its end and not when it is acknowledged: keys are in no order, and each would write a page of its own. What
-- never came to an end in an upload that has (cancelled, failed) is freed by its upload: list_held_of_upload.
DROP INDEX documents_by_key;
CREATE INDEX documents_by_key ON documents (key) WHERE freed = 0 AND status IS NOT NULL;
