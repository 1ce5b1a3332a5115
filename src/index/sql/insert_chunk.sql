-- A chunk.
INSERT INTO chunks (
    row, document, position, range_begin, range_end, page, page_end, tokens, language, keywords,
    words, characters, sentences, headings, text
) VALUES (
    :row, :document, :position, :range_begin, :range_end, :page, :page_end, :tokens, :language,
    :keywords, :words, :characters, :sentences, :headings, :text
)
