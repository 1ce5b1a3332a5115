-- What an upload's documents are read with.

-- ocr_languages: names of Tesseract's data joined by '+', empty for the server's own choice. password:
-- opens those documents that are encrypted; empty once no retry can ask for it.
ALTER TABLE uploads ADD COLUMN ocr_languages TEXT NOT NULL DEFAULT '';
ALTER TABLE uploads ADD COLUMN password TEXT NOT NULL DEFAULT '';
