-- :row :text_hash :vector
INSERT INTO vectors (row, text_hash, vector) VALUES (:row, :text_hash, :vector)
