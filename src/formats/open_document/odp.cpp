#include <utility>

#include <ingestd/formats/odp.hpp>

#include "../package/reading_progress.hpp"
#include "odf_package.hpp"
#include "odp_slides.hpp"

namespace ingestd::formats {

Outcome read_odp(std::string_view content, BlockSink& sink) {
    auto opened = open_odf(content, "The OpenDocument presentation");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);

    ReadingProgress progress{sink, package.declared_bytes(odf_content)};
    OdpSlides handler{sink};
    auto failure = read_xml(package, odf_content, handler, &progress);
    handler.finish();
    if (failure) return std::move(*failure);
    if (!handler.wrote_text()) return no_text();
    auto facts = odf_facts(package);
    facts.format = "odp";
    facts.pages = handler.slides();
    return facts;
}

}  // namespace ingestd::formats
