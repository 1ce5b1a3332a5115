-- Which of the user's own enrichers see an upload's chunks, as it was asked for: names joined by
-- commas. Null: the server's own choice.
ALTER TABLE uploads ADD COLUMN enrichers TEXT;
