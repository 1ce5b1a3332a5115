#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/pptx.hpp>

#include "../block_writer.hpp"
#include "../package/xml_events.hpp"
#include "chart.hpp"
#include "opc_package.hpp"
#include "pptx_slide.hpp"

namespace ingestd::formats {
namespace {

// The slides' relationship ids, in their order.
class PresentationHandler final : public XmlHandler {
public:
    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "p:sldId" && slide_ids.size() < package_parts_max) {
            slide_ids.emplace_back(attributes["r:id"]);
        }
        return true;
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    std::vector<std::string> slide_ids;
};

class SlideReader {
public:
    SlideReader(ZipPackage& package, BlockWriter& writer) : package_{package}, writer_{writer} {}

    std::optional<DocumentFailure> read(const std::string& slide) {
        // Damage is met again below, where what stands before it is taken.
        auto no_title = walk(slide, SlideText::title);
        if (no_title && no_title->code != "malformed") return no_title;
        if (auto failure = walk(slide, SlideText::rest)) return failure;
        const auto relationships = Relationships::of(package_, slide);
        for (const auto& related : relationships.all()) {
            if (!package_.has(related.target)) continue;
            std::optional<DocumentFailure> failure;
            if (related.type == "chart") failure = write_chart(package_, related.target, writer_);
            if (related.type == "diagramData") failure = walk(related.target, SlideText::diagram);
            if (failure) return failure;
        }
        const auto* notes = relationships.first_of_type("notesSlide");
        if (notes == nullptr || !package_.has(notes->target)) return std::nullopt;
        return walk(notes->target, SlideText::notes);
    }

private:
    std::optional<DocumentFailure> walk(const std::string& part, SlideText wanted) {
        PptxSlide handler{wanted, writer_};
        auto failure = read_xml(package_, part, handler);
        handler.finish();
        return failure;
    }

    ZipPackage& package_;
    BlockWriter& writer_;
};

// A damaged slide costs the presentation that slide; a bomb in it, the whole.
std::optional<DocumentFailure> read_slides(
    ZipPackage& package, const std::vector<std::string>& slides, Warnings& warnings, BlockSink& sink
) {
    BlockWriter writer{sink};
    SlideReader reader{package, writer};
    std::optional<DocumentFailure> last_failure;
    for (std::size_t i = 0; i < slides.size(); ++i) {
        writer.set_page(static_cast<std::uint32_t>(i) + 1);
        writer.begin_paragraph();
        if (auto failure = reader.read(slides[i])) {
            if (failure->code != "malformed") return failure;
            warnings.add(
                "Slide " + std::to_string(i + 1) + " is damaged; what could be read was taken."
            );
            last_failure = std::move(failure);
        }
        sink.tell_part_read(static_cast<double>(i + 1) / static_cast<double>(slides.size()));
        sink.end_page();
    }
    if (!writer.wrote_text()) return last_failure ? last_failure : no_text();
    return std::nullopt;
}

}  // namespace

Outcome read_pptx(std::string_view content, BlockSink& sink) {
    auto opened = ZipPackage::open(content, "The PowerPoint presentation");
    if (auto* failure = std::get_if<DocumentFailure>(&opened)) return std::move(*failure);
    auto& package = std::get<ZipPackage>(opened);
    const auto main = main_part(package, "ppt/presentation.xml");
    if (!package.has(main)) return package.malformed("holds no slides: it is none, or damaged.");
    PresentationHandler presentation;
    if (auto failure = read_xml(package, main, presentation)) return std::move(*failure);

    const auto relationships = Relationships::of(package, main);
    std::vector<std::string> slides;
    for (const auto& id : presentation.slide_ids) {
        const auto* slide = relationships.by_id(id);
        slides.push_back(slide == nullptr ? std::string{} : slide->target);
    }
    Warnings warnings;
    if (auto failure = read_slides(package, slides, warnings, sink)) return std::move(*failure);
    auto facts = core_properties(package);
    facts.format = "pptx";
    facts.pages = static_cast<std::uint32_t>(slides.size());
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
