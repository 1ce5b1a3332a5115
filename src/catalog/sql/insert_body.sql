-- A small body.
-- :content
INSERT INTO bodies (content) VALUES (:content)
