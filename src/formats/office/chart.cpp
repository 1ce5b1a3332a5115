#include "chart.hpp"

#include <charconv>
#include <map>
#include <string>
#include <vector>

#include <ingestd/formats/limits.hpp>

#include "../package/xml_events.hpp"

namespace ingestd::formats {
namespace {

// Nobody reads a chart of more; and every series has a value in every row.
constexpr std::size_t series_max = 256;
constexpr std::size_t points_max = 16'384;  // of all series

using Points = std::map<unsigned, std::string>;  // by their place

struct Series {
    Points name, categories, values;
};

class ChartHandler final : public XmlHandler {
public:
    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "c:ser") {
            if (series.size() == series_max) return false;
            series.emplace_back();
            gathered_ = nullptr;  // what it pointed to may have moved
        } else if (element == "c:title") {
            is_in_title_ = true;
        } else if (element == "c:tx" || element == "c:cat" || element == "c:val") {
            if (!series.empty() && !is_in_title_) gathered_ = points_of(element);
        } else if (element == "c:pt") {
            place_ = 0;
            const auto place = attributes["idx"];
            std::from_chars(place.data(), place.data() + place.size(), place_);
        } else if (element == "a:t" || element == "c:v") {
            is_in_text_ = true;
        }
        return element != "c:extLst";
    }

    void end(std::string_view element) override {
        if (element == "c:title") is_in_title_ = false;
        if (element == "c:tx" || element == "c:cat" || element == "c:val") gathered_ = nullptr;
        if (element == "a:t" || element == "c:v") is_in_text_ = false;
        if (element == "a:p" && is_in_title_) title += ' ';
    }

    void text(std::string_view text) override {
        if (!is_in_text_) return;
        if (is_in_title_ && series.empty()) {
            if (title.size() < gathered_bytes_max) title += text;
        } else if (gathered_ != nullptr && points_++ < points_max) {
            (*gathered_)[place_] += text;
        }
    }

    std::string title;
    std::vector<Series> series;

private:
    Points* points_of(std::string_view element) {
        auto& last = series.back();
        return element == "c:tx"    ? &last.name
               : element == "c:cat" ? &last.categories
                                    : &last.values;
    }

    Points* gathered_ = nullptr;
    unsigned place_ = 0;
    std::size_t points_ = 0;
    bool is_in_title_ = false;
    bool is_in_text_ = false;
};

std::string at(const Points& points, unsigned place) {
    const auto found = points.find(place);
    return found == points.end() ? std::string{} : found->second;
}

void write_table(const std::vector<Series>& series, BlockWriter& writer) {
    writer.begin_table();
    std::vector<std::string> cells(1);
    Points categories;
    for (const auto& one : series) {
        cells.push_back(at(one.name, 0));
        categories.insert(one.categories.begin(), one.categories.end());
        // Without names for them the places still have values.
        for (const auto& [place, value] : one.values) categories.insert({place, ""});
    }
    writer.row(cells, true);
    for (const auto& [place, category] : categories) {
        cells.assign(1, category);
        for (const auto& one : series) cells.push_back(at(one.values, place));
        writer.row(cells, false);
    }
}

}  // namespace

std::optional<DocumentFailure> write_chart(
    ZipPackage& package, std::string_view part, BlockWriter& writer
) {
    ChartHandler handler;
    auto failure = read_xml(package, part, handler);
    if (failure && failure->code != "malformed") return failure;
    writer.caption(handler.title);
    if (!handler.series.empty()) write_table(handler.series, writer);
    return std::nullopt;
}

}  // namespace ingestd::formats
