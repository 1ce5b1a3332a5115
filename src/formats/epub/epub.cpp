#include <string>
#include <utility>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/formats/epub.hpp>

#include "../block_writer.hpp"
#include "../html_depth.hpp"
#include "../html_tree.hpp"
#include "../package/zip_package.hpp"
#include "epub_package.hpp"
#include "xhtml.hpp"

namespace ingestd::formats {
namespace {

void write_chapter(std::string_view bytes, BlockWriter& writer) {
    const std::string declared{charset::declared_in_markup(bytes)};
    const auto decoded = charset::decode_all(bytes, declared);
    write_html(flatten_html(html_of_xhtml(decoded.text)).html, writer);
}

// A book of which a chapter is damaged is still worth reading; a bomb in it is not.
std::optional<DocumentFailure> read_chapters(
    ZipPackage& package, const EpubPackage& book, Warnings& warnings, BlockSink& sink
) {
    BlockWriter writer{sink};
    std::optional<DocumentFailure> last_failure;
    for (std::size_t i = 0; i < book.spine.size(); ++i) {
        const auto& chapter = book.spine[i];
        writer.set_page(static_cast<std::uint32_t>(i) + 1);
        const auto name = "Chapter " + std::to_string(i + 1);
        if (!package.has(chapter.part)) {
            warnings.add(name + " is not in the book.");
        } else if (chapter.is_text) {
            const auto read = package.read_whole(chapter.part);
            if (const auto* failure = std::get_if<DocumentFailure>(&read)) {
                if (failure->code != "malformed") return *failure;
                warnings.add(name + " is damaged and was left out.");
                last_failure = *failure;
            } else {
                write_chapter(std::get<std::string>(read), writer);
            }
        }
        sink.tell_part_read(static_cast<double>(i + 1) / static_cast<double>(book.spine.size()));
        sink.end_page();
    }
    if (!writer.wrote_text()) return last_failure ? last_failure : no_text();
    return std::nullopt;
}

}  // namespace

Outcome read_epub(std::string_view content, BlockSink& sink) {
    auto opened = ZipPackage::open(content, "The EPUB book");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);
    auto read = read_epub_package(package);
    if (auto* failure = std::get_if<DocumentFailure>(&read)) return std::move(*failure);
    auto& book = std::get<EpubPackage>(read);

    Warnings warnings;
    if (auto failure = read_chapters(package, book, warnings, sink)) return std::move(*failure);
    auto facts = std::move(book.facts);
    facts.format = "epub";
    facts.pages = static_cast<std::uint32_t>(book.spine.size());
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
