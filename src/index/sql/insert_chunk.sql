-- A chunk. :enrichment may be null.
INSERT INTO chunks (
    row, document, position, range_begin, range_end, page, page_end, tokens, language, keywords,
    words, characters, sentences, headings, text, enrichment
) VALUES (
    :row, :document, :position, :range_begin, :range_end, :page, :page_end, :tokens, :language,
    :keywords, :words, :characters, :sentences, :headings, :text, :enrichment
)
