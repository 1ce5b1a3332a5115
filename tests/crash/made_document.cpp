#include "made_document.hpp"

#include <algorithm>

#include "e2e/wire.hpp"
#include "support/pdf.hpp"

namespace ingestd::crash {
namespace {

constexpr std::size_t lines_a_page = 30;

std::string sentence_word(unsigned number, std::size_t sentence) {
    return "Sentence" + std::to_string(number) + "x" + std::to_string(sentence);
}

MadeDocument make_text(const Recipe& recipe) {
    MadeDocument made{.bytes = e2e::prose(recipe.text_bytes, recipe.number), .markers = {}};
    const auto start = "Sentence" + std::to_string(recipe.number) + "x";
    const auto last = made.bytes.rfind(start) + start.size();
    const std::size_t sentences = std::stoul(made.bytes.substr(last)) + 1;
    for (const auto sentence : {std::size_t{0}, sentences / 2, sentences - 1})
        made.markers.push_back(sentence_word(recipe.number, sentence));
    made.markers.erase(std::unique(made.markers.begin(), made.markers.end()), made.markers.end());
    return made;
}

MadeDocument make_pages(const Recipe& recipe) {
    std::vector<std::string> pages;
    for (std::size_t page = 0; page < recipe.pages; ++page) {
        std::string text = sentence_word(recipe.number, page) + " opens a page of the log.";
        for (std::size_t line = 0; line < lines_a_page; ++line)
            text += "\nThe keeper of the harbour counts the ships and writes down what he sees.";
        pages.push_back(std::move(text));
    }
    MadeDocument made{.bytes = test::make_pdf(pages), .markers = {}};
    for (const auto page : {std::size_t{0}, recipe.pages / 2, recipe.pages - 1})
        made.markers.push_back(sentence_word(recipe.number, page));
    made.markers.erase(std::unique(made.markers.begin(), made.markers.end()), made.markers.end());
    return made;
}

}  // namespace

MadeDocument make(const Recipe& recipe) {
    return recipe.format == Recipe::Format::pdf ? make_pages(recipe) : make_text(recipe);
}

unsigned number_in(const std::string& passage) {
    constexpr std::string_view start = "Sentence";
    const auto found = passage.find(start);
    if (found == std::string::npos) return 0;
    return static_cast<unsigned>(std::stoul(passage.substr(found + start.size())));
}

}  // namespace ingestd::crash
