-- How many pages of the file are unused, and whether they can be given back (2: incrementally).
SELECT freelist_count, auto_vacuum FROM pragma_freelist_count, pragma_auto_vacuum
