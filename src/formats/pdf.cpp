#include <limits>
#include <memory>
#include <string>
#include <utility>

#include <iconv.h>
#include <ingestd/base/utf8.hpp>
#include <ingestd/formats/pdf.hpp>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include "block_writer.hpp"
#include "declared_time.hpp"

namespace ingestd::formats {
namespace {

// What poppler complains of while it reads: a table of objects that had to be rebuilt is damage
// that a person should know of; most of the rest is pedantry.
struct Complaints {
    bool told_damage = false;

    Complaints() { poppler::set_debug_error_function(note, this); }
    Complaints(const Complaints&) = delete;
    Complaints& operator=(const Complaints&) = delete;
    ~Complaints() { poppler::set_debug_error_function(ignore, nullptr); }

    static void ignore(const std::string&, void*) {}
    static void note(const std::string& message, void* self) {
        for (const char* sign :
             {"xref", "trailer dictionary", "trailer", "Loop", "loop", "page count"}) {
            if (message.find(sign) != std::string::npos)
                static_cast<Complaints*>(self)->told_damage = true;
        }
    }
};

std::string to_utf8(const poppler::ustring& text) {
    const auto bytes = text.to_utf8();
    const std::string_view view{bytes.data(), bytes.size()};
    return utf8::is_valid(view) ? std::string{view} : utf8::repair(view);
}

// Control characters stand in a text layer where a font maps a glyph to nothing better.
std::string page_text(const poppler::page& page) {
    const auto text =
        to_utf8(page.text(poppler::rectf{}, poppler::page::non_raw_non_physical_layout));
    std::string plain;
    plain.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == '\f') plain += "\n\n";
        if ((byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\t') plain += c;
    }
    return plain;
}

// Empty lines part paragraphs.
void write_paragraphs(std::string_view text, BlockWriter& writer) {
    while (!text.empty()) {
        const auto end = text.find("\n\n");
        writer.paragraph(text.substr(0, end));
        if (end == text.npos) return;
        text.remove_prefix(end + 2);
    }
}

std::string pages_without_text(int without, int pages) {
    return std::to_string(without) + " of " + std::to_string(pages) + " pages hold no text.";
}

Outcome read_pages(
    const poppler::document& document, const Complaints& complaints, BlockSink& sink
) {
    const int pages = document.pages();
    BlockWriter writer{sink};
    int without_text = 0;
    int unreadable = 0;
    for (int i = 0; i < pages; ++i) {
        const std::unique_ptr<poppler::page> page{document.create_page(i)};
        const auto text = page ? page_text(*page) : std::string{};
        if (!page) ++unreadable;
        if (trimmed(text).empty()) ++without_text;
        writer.set_page(static_cast<std::uint32_t>(i) + 1);
        write_paragraphs(text, writer);
        sink.tell_part_read(static_cast<double>(i + 1) / pages);
        sink.end_page();
    }
    if (unreadable == pages)
        return DocumentFailure{"malformed", "None of the PDF's pages can be read."};
    if (!writer.wrote_text()) {
        return DocumentFailure{
            "no_text", "The pages of this PDF hold no text layer: they are pictures or empty."};
    }
    Warnings warnings;
    if (without_text > 0) warnings.add(pages_without_text(without_text, pages));
    if (complaints.told_damage) warnings.add("The PDF is damaged; what could be read was taken.");
    DocumentFacts facts;
    facts.format = "pdf";
    facts.title = fact(to_utf8(document.get_title()));
    facts.author = fact(to_utf8(document.get_author()));
    facts.created = utc_of_pdf(to_utf8(document.info_key("CreationDate")));
    facts.modified = utc_of_pdf(to_utf8(document.info_key("ModDate")));
    facts.pages = static_cast<std::uint32_t>(pages);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace

// The C library keeps a conversion's module as long as somebody has it open.
bool load_pdf_conversions() {
    static const iconv_t kept = ::iconv_open("UTF-8", "UTF-16");
    return kept != reinterpret_cast<iconv_t>(-1);
}

Outcome read_pdf(std::string_view content, BlockSink& sink) {
    if (content.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return DocumentFailure{"too_large", "A PDF of more than 2 GiB cannot be read."};
    }
    const Complaints complaints;
    const std::unique_ptr<poppler::document> document{
        poppler::document::load_from_raw_data(content.data(), static_cast<int>(content.size()))};
    if (!document)
        return DocumentFailure{"malformed", "The PDF is damaged beyond what can be repaired."};
    if (document->is_locked()) {
        return DocumentFailure{
            "password_required", "The PDF is encrypted and opens only with its password."};
    }
    if (document->pages() <= 0) return DocumentFailure{"malformed", "The PDF holds no pages."};
    return read_pages(*document, complaints, sink);
}

}  // namespace ingestd::formats
