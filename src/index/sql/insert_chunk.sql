-- A chunk.
INSERT INTO chunks (
    document, position, range_begin, range_end, page, page_end, tokens, language, keywords, words,
    characters, sentences, headings, text
) VALUES (
    :document, :position, :range_begin, :range_end, :page, :page_end, :tokens, :language, :keywords,
    :words, :characters, :sentences, :headings, :text
)
