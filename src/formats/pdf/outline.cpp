#include "outline.hpp"

#include <algorithm>
#include <vector>

#include <Outline.h>
#include <PDFDoc.h>
#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace ingestd::formats {
namespace {

constexpr int levels_max = 6;
constexpr int title_length_max = 400;

struct Open {
    const std::vector<OutlineItem*>* items;
    std::size_t next = 0;
};

std::string text_of(const OutlineItem& item) {
    icu::UnicodeString title;
    const int length = std::min(item.getTitleLength(), title_length_max);
    for (int i = 0; i < length; ++i) title.append(static_cast<UChar32>(item.getTitle()[i]));
    std::string text;
    title.toUTF8String(text);
    return text;
}

// Behind "2.1" and the like.
std::string_view without_number(std::string_view plain) {
    const auto at = plain.find_first_not_of("0123456789");
    return at == plain.npos ? plain : plain.substr(at);
}

}  // namespace

std::string plain_title(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const auto code = static_cast<UChar32>(utf8::next(text, at));
        if (!u_isalnum(code)) continue;
        utf8::append(plain, static_cast<char32_t>(u_foldCase(code, U_FOLD_CASE_DEFAULT)));
    }
    return plain;
}

PdfOutline::PdfOutline(PDFDoc& document) {
    auto* outline = document.getOutline();
    const auto* items = outline != nullptr ? outline->getItems() : nullptr;
    if (items == nullptr) return;
    std::size_t seen = 0;
    std::vector<Open> open{{items}};
    while (!open.empty() && seen < bookmarks_max) {
        auto& top = open.back();
        if (top.next == top.items->size()) {
            open.pop_back();
            continue;
        }
        auto* const item = (*top.items)[top.next++];
        ++seen;
        const int level = static_cast<int>(open.size());
        auto plain = plain_title(text_of(*item));
        if (plain.size() >= 3)
            ++levels_.emplace(std::move(plain), std::pair{level, 0}).first->second.second;
        if (level == levels_max) continue;
        item->open();
        if (const auto* kids = item->getKids(); kids != nullptr && !kids->empty())
            open.push_back({kids});
    }
}

int PdfOutline::take_level(std::string_view text) {
    if (levels_.empty()) return 0;
    const auto plain = plain_title(text);
    auto found = levels_.find(plain);
    if (found == levels_.end()) found = levels_.find(std::string{without_number(plain)});
    if (found == levels_.end() || found->second.second == 0) return 0;
    --found->second.second;
    return found->second.first;
}

}  // namespace ingestd::formats
