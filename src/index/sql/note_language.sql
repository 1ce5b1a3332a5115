-- A chunk is in this language.
-- :language
INSERT OR IGNORE INTO languages (language) VALUES (:language)
