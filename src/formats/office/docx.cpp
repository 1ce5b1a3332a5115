#include <string>
#include <utility>
#include <vector>

#include <ingestd/formats/docx.hpp>

#include "../block_writer.hpp"
#include "../package/reading_progress.hpp"
#include "../package/zip_package.hpp"
#include "docx_body.hpp"
#include "docx_styles.hpp"
#include "opc_package.hpp"

namespace ingestd::formats {
namespace {

// The parts that hold text, in the order in which they are read.
std::vector<std::string> text_parts(
    const ZipPackage& package, const std::string& body, const Relationships& relationships
) {
    std::vector<std::string> parts{body};
    for (const char* type : {"footnotes", "endnotes"}) {
        const auto* notes = relationships.first_of_type(type);
        if (notes != nullptr && package.has(notes->target)) parts.push_back(notes->target);
    }
    return parts;
}

}  // namespace

Outcome read_docx(std::string_view content, BlockSink& sink) {
    auto opened = ZipPackage::open(content, "The Word document");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);
    const auto body = main_part(package, "word/document.xml");
    if (!package.has(body)) return package.malformed("holds no text part: it is none, or damaged.");

    const auto relationships = Relationships::of(package, body);
    const auto* styles_part = relationships.first_of_type("styles");
    const auto styles =
        DocxStyles::read(package, styles_part != nullptr ? styles_part->target : "word/styles.xml");
    const auto parts = text_parts(package, body, relationships);
    std::uint64_t total_bytes = 0;
    for (const auto& part : parts) total_bytes += package.declared_bytes(part);

    BlockWriter writer{sink};
    ReadingProgress progress{sink, total_bytes};
    for (const auto& part : parts) {
        DocxBody handler{styles, writer};
        auto failure = read_xml(package, part, handler, &progress);
        handler.finish();
        if (failure) return std::move(*failure);
    }
    if (!writer.wrote_text()) return no_text();
    auto facts = core_properties(package);
    facts.format = "docx";
    return facts;
}

}  // namespace ingestd::formats
