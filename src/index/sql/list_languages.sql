-- In which languages there are chunks, or were.
-- scan: languages, a few dozen at most
SELECT language FROM languages ORDER BY language
