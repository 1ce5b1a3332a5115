#include "docx_styles.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "../package/xml_events.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t styles_max = 16'384;  // Word itself stops at 4079
constexpr int based_on_hops_max = 32;       // a circle ends too

std::optional<int> parse_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

class StyleHandler final : public XmlHandler {
public:
    explicit StyleHandler(std::unordered_map<std::string, DocxStyles::Style>& by_id)
        : by_id_{by_id} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "w:style") {
            style_ = nullptr;
            if (attributes["w:type"] == "paragraph" && by_id_.size() < styles_max) {
                style_ = &by_id_[std::string{attributes["w:styleId"]}];
            }
            return true;
        }
        if (style_ == nullptr) return true;
        const auto value = attributes["w:val"];
        if (element == "w:name") style_->name = lower(value);
        if (element == "w:basedOn") style_->based_on = value;
        if (element == "w:outlineLvl") style_->outline_level = parse_number(value);
        if (element == "w:numId") style_->is_numbered = value != "0";
        return true;
    }
    void end(std::string_view element) override {
        if (element == "w:style") style_ = nullptr;
    }
    void text(std::string_view) override {}

private:
    std::unordered_map<std::string, DocxStyles::Style>& by_id_;
    DocxStyles::Style* style_ = nullptr;
};

// "heading 3" → 3; 0 for other names.
int level_by_name(std::string_view name) {
    if (name == "title") return 1;
    if (!name.starts_with("heading ")) return 0;
    return parse_number(name.substr(8)).value_or(0);
}

}  // namespace

DocxStyles DocxStyles::read(ZipPackage& package, std::string_view part) {
    DocxStyles styles;
    if (!package.has(part)) return styles;
    StyleHandler handler{styles.by_id_};
    read_xml(package, part, handler);
    return styles;
}

ParagraphRole DocxStyles::role_of(std::string_view style_id) const {
    ParagraphRole role;
    std::optional<int> outline_level;
    std::optional<bool> is_numbered;
    std::string id{style_id};
    for (int hop = 0; hop < based_on_hops_max; ++hop) {
        const auto found = by_id_.find(id);
        if (found == by_id_.end()) break;
        const auto& style = found->second;
        if (!outline_level) outline_level = style.outline_level;
        if (!is_numbered) is_numbered = style.is_numbered;
        if (!outline_level && level_by_name(style.name) > 0) {
            outline_level = level_by_name(style.name) - 1;
        }
        role.is_caption = role.is_caption || style.name == "caption";
        id = style.based_on;
    }
    role.heading_level = outline_level && *outline_level < 9 ? *outline_level + 1 : 0;
    role.is_list_item = is_numbered.value_or(false);
    return role;
}

}  // namespace ingestd::formats
