#include <utility>

#include <ingestd/formats/odt.hpp>

#include "../block_writer.hpp"
#include "../package/reading_progress.hpp"
#include "odf_package.hpp"
#include "odf_text.hpp"

namespace ingestd::formats {

Outcome read_odt(std::string_view content, BlockSink& sink) {
    auto opened = open_odf(content, "The OpenDocument text");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);

    BlockWriter writer{sink};
    ReadingProgress progress{sink, package.declared_bytes(odf_content)};
    OdfText handler{writer};
    auto failure = read_xml(package, odf_content, handler, &progress);
    handler.finish();
    if (failure) return std::move(*failure);
    if (!writer.wrote_text()) return no_text();
    auto facts = odf_facts(package);
    facts.format = "odt";
    return facts;
}

}  // namespace ingestd::formats
