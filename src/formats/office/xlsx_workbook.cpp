#include "xlsx_workbook.hpp"

#include <charconv>
#include <limits>
#include <unordered_map>
#include <utility>

#include <ingestd/formats/limits.hpp>

#include "../package/xml_events.hpp"
#include "opc_package.hpp"

namespace ingestd::formats {
namespace {

unsigned parse_number(std::string_view text) {
    unsigned number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

class WorkbookHandler final : public XmlHandler {
public:
    WorkbookHandler(const Relationships& relationships, Workbook& workbook)
        : relationships_{relationships}, workbook_{workbook} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "x:workbookPr") {
            const auto is_1904 = attributes["date1904"];
            workbook_.is_1904 = is_1904 == "1" || is_1904 == "true";
        } else if (element == "x:sheet" && workbook_.sheets.size() < package_parts_max) {
            const auto* sheet = relationships_.by_id(attributes["r:id"]);
            workbook_.sheets.push_back(
                {std::string{attributes["name"]},
                 sheet == nullptr ? std::string{} : sheet->target,
                 sheet == nullptr || sheet->type == "worksheet"}
            );
        }
        return true;
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

private:
    const Relationships& relationships_;
    Workbook& workbook_;
};

class SharedStringHandler final : public XmlHandler {
public:
    explicit SharedStringHandler(SharedStrings& strings) : strings_{strings} {}

    bool start(std::string_view element, const XmlAttributes&) override {
        if (element == "x:rPh") return false;  // a reading beside Chinese or Japanese signs
        is_in_text_ = element == "x:t";
        return true;
    }
    void end(std::string_view element) override {
        is_in_text_ = false;
        if (element != "x:si") return;
        is_too_much = is_too_much || !strings_.add(text_);
        text_.clear();
    }
    void text(std::string_view text) override {
        if (is_in_text_ && text_.size() < gathered_bytes_max) text_ += text;
    }

    bool is_too_much = false;

private:
    SharedStrings& strings_;
    std::string text_;
    bool is_in_text_ = false;
};

class StyleHandler final : public XmlHandler {
public:
    explicit StyleHandler(std::vector<DateFormat>& cell_formats) : cell_formats_{cell_formats} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "x:numFmt" && by_id_.size() < cell_formats_max) {
            by_id_[parse_number(attributes["numFmtId"])] = date_format_of(attributes["formatCode"]);
        } else if (element == "x:cellXfs") {
            is_in_cell_formats_ = true;
        } else if (element == "x:xf" && is_in_cell_formats_ && cell_formats_.size() < cell_formats_max) {
            const auto id = parse_number(attributes["numFmtId"]);
            const auto found = by_id_.find(id);
            cell_formats_.push_back(
                found != by_id_.end() ? found->second : built_in_date_format(id)
            );
        }
        return true;
    }
    void end(std::string_view element) override {
        if (element == "x:cellXfs") is_in_cell_formats_ = false;
    }
    void text(std::string_view) override {}

private:
    std::vector<DateFormat>& cell_formats_;
    std::unordered_map<unsigned, DateFormat> by_id_;
    bool is_in_cell_formats_ = false;
};

std::optional<DocumentFailure> read_strings(
    ZipPackage& package, const Relationships& relationships, Workbook& workbook, BlockSink& sink
) {
    const auto* part = relationships.first_of_type("sharedStrings");
    if (part == nullptr || !package.has(part->target)) return std::nullopt;
    SharedStringHandler handler{workbook.strings};
    // A sign of life: of the text nothing is read yet.
    ReadingProgress life{sink, std::numeric_limits<std::uint64_t>::max()};
    auto failure = read_xml(package, part->target, handler, &life);
    if (!failure && handler.is_too_much) {
        return DocumentFailure{
            "too_large",
            "The Excel workbook's shared strings are more than " +
                std::to_string(shared_strings_bytes_max >> 20) +
                " MiB: they must be held in memory as a whole."};
    }
    return failure;
}

}  // namespace

bool SharedStrings::add(std::string_view text) {
    if (text_.size() + text.size() > shared_strings_bytes_max) return false;
    if (ends_.size() >= shared_strings_max) return false;
    text_ += text;
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    return true;
}

std::string_view SharedStrings::at(std::size_t number) const {
    if (number >= ends_.size()) return {};
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view{text_}.substr(begin, ends_[number] - begin);
}

std::variant<Workbook, DocumentFailure> read_workbook(ZipPackage& package, BlockSink& sink) {
    const auto main = main_part(package, "xl/workbook.xml");
    if (main.ends_with(".bin")) {
        return DocumentFailure{
            "unsupported_type", "Excel binary workbook (.xlsb) is not supported yet."};
    }
    if (!package.has(main)) return package.malformed("holds no workbook: it is none, or damaged.");
    const auto relationships = Relationships::of(package, main);
    Workbook workbook;
    WorkbookHandler handler{relationships, workbook};
    if (auto failure = read_xml(package, main, handler)) return std::move(*failure);
    if (auto failure = read_strings(package, relationships, workbook, sink))
        return std::move(*failure);
    const auto* styles = relationships.first_of_type("styles");
    if (styles != nullptr && package.has(styles->target)) {
        // Without them dates stay numbers.
        StyleHandler style_handler{workbook.cell_formats};
        read_xml(package, styles->target, style_handler);
    }
    return workbook;
}

}  // namespace ingestd::formats
