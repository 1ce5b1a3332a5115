-- Visible chunks that match, best first.
-- :match (FTS5) :mark_begin :mark_end :limit; the full-text index ranks, the rest is looked up by
-- row only for what is given out (CROSS JOIN keeps that order)
SELECT
    documents.document_id, documents.filename, documents.metadata,
    chunks.position, chunks.range_begin, chunks.range_end, chunks.page, chunks.page_end,
    chunks.tokens, chunks.language, chunks.keywords, chunks.words, chunks.characters,
    chunks.sentences, chunks.headings, chunks.text,
    -chunk_terms.rank,
    snippet(chunk_terms, 2, :mark_begin, :mark_end, '…', 40),
    chunks.row
FROM chunk_terms
CROSS JOIN chunks ON chunks.row = chunk_terms.rowid
CROSS JOIN documents ON documents.row = chunks.document AND documents.visible = 1
WHERE chunk_terms MATCH :match
ORDER BY chunk_terms.rank
LIMIT :limit
