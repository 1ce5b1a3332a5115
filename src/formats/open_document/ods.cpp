#include <utility>

#include <ingestd/formats/ods.hpp>

#include "../package/reading_progress.hpp"
#include "../sheet_writer.hpp"
#include "odf_package.hpp"
#include "ods_sheets.hpp"

namespace ingestd::formats {

Outcome read_ods(std::string_view content, BlockSink& sink) {
    auto opened = open_odf(content, "The OpenDocument spreadsheet");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);

    SheetWriter writer{sink};
    ReadingProgress progress{sink, package.declared_bytes(odf_content)};
    OdsSheets handler{writer};
    auto failure = read_xml(package, odf_content, handler, &progress);
    handler.finish();
    if (failure) return std::move(*failure);
    if (!writer.wrote_text()) return no_text();
    auto facts = odf_facts(package);
    facts.format = "ods";
    facts.pages = handler.sheets();
    if (handler.left_out_repeats()) {
        facts.warnings.emplace_back("Cells or rows that are repeated very often were left out.");
    }
    return facts;
}

}  // namespace ingestd::formats
