#include <optional>
#include <string>
#include <utility>

#include <ingestd/formats/xlsx.hpp>

#include "../block_writer.hpp"
#include "../package/reading_progress.hpp"
#include "../sheet_writer.hpp"
#include "opc_package.hpp"
#include "xlsx_sheet.hpp"
#include "xlsx_workbook.hpp"

namespace ingestd::formats {
namespace {

// A damaged sheet costs the workbook what comes behind the damage; a bomb in it, the whole.
std::optional<DocumentFailure> read_sheets(
    ZipPackage& package, const Workbook& workbook, Warnings& warnings, BlockSink& sink
) {
    std::uint64_t total_bytes = 0;
    for (const auto& sheet : workbook.sheets) total_bytes += package.declared_bytes(sheet.part);
    ReadingProgress progress{sink, total_bytes};
    SheetWriter writer{sink};
    std::optional<DocumentFailure> last_failure;
    std::uint32_t number = 0;
    for (const auto& sheet : workbook.sheets) {
        ++number;
        if (!sheet.has_cells) continue;
        writer.begin_sheet(sheet.name, number);
        XlsxSheet handler{workbook, writer};
        auto failure = read_xml(package, sheet.part, handler, &progress);
        handler.finish();
        sink.end_page();
        if (!failure) continue;
        if (failure->code != "malformed") return failure;
        warnings.add(
            "Sheet " + std::to_string(number) + " is damaged; what could be read was taken."
        );
        last_failure = std::move(failure);
    }
    if (!writer.wrote_text()) return last_failure ? last_failure : no_text();
    return std::nullopt;
}

}  // namespace

Outcome read_xlsx(std::string_view content, BlockSink& sink) {
    auto opened = ZipPackage::open(content, "The Excel workbook");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);
    const auto read = read_workbook(package, sink);
    if (const auto* failure = std::get_if<DocumentFailure>(&read)) return *failure;
    const auto& workbook = std::get<Workbook>(read);

    Warnings warnings;
    if (auto failure = read_sheets(package, workbook, warnings, sink)) return std::move(*failure);
    auto facts = core_properties(package);
    facts.format = "xlsx";
    facts.pages = static_cast<std::uint32_t>(workbook.sheets.size());
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
