-- Of any chunk with this text.
-- :text_hash; index vectors_by_text
SELECT vector FROM vectors WHERE text_hash = :text_hash LIMIT 1
