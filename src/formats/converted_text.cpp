#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/converted_text.hpp>
#include <ingestd/formats/csv.hpp>

#include "block_writer.hpp"
#include "on_page.hpp"

namespace ingestd::formats {
namespace {

constexpr char form_feed = '\f';

// Takes what stands before the next `end`, and that with it.
std::string_view take_until(char end, std::string_view& rest) {
    const auto taken = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
    return taken;
}

// Without control characters.
std::string cleaned(std::string_view text) {
    std::string clean;
    charset::Decoder{"utf-8"}.decode(text, true, clean);
    return clean;
}

DocumentFacts facts_of(const char* format, std::uint32_t pages) {
    DocumentFacts facts;
    facts.format = format;
    facts.pages = pages;
    return facts;
}

}  // namespace

Outcome read_converted_document(std::string_view text, BlockSink& sink) {
    const auto clean = cleaned(text);
    BlockWriter writer{sink};
    for (std::string_view rest{clean}; !rest.empty();) writer.paragraph(take_until('\n', rest));
    if (!writer.wrote_text()) return no_text();
    return facts_of("doc", 0);
}

Outcome read_converted_slides(std::string_view text, BlockSink& sink) {
    BlockWriter writer{sink};
    std::uint32_t pages = 0;
    while (!text.empty()) {
        writer.set_page(++pages);
        writer.begin_paragraph();
        const auto slide = cleaned(take_until(form_feed, text));
        for (std::string_view rest{slide}; !rest.empty();) writer.line(take_until('\n', rest));
        sink.end_page();
    }
    if (!writer.wrote_text()) return no_text();
    return facts_of("ppt", pages);
}

Outcome read_converted_sheets(std::string_view text, BlockSink& sink) {
    std::uint32_t pages = 0;
    bool has_text = false;
    while (!text.empty()) {
        const auto sheet = take_until(form_feed, text);
        OnPage page{sink, ++pages};
        if (trimmed(sheet).empty()) continue;
        const auto outcome = read_csv(sheet, page);
        has_text = has_text || std::holds_alternative<DocumentFacts>(outcome);
        sink.end_page();
    }
    if (!has_text) return no_text();
    return facts_of("xls", pages);
}

}  // namespace ingestd::formats
