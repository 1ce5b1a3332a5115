#include "comparable_text.hpp"

namespace ingestd::proof {
namespace {

bool is_compared(unsigned char byte) {
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

// The bytes of a mark or a blank that stands at the beginning of `text`; 0: none does.
std::size_t mark_length(std::string_view text) {
    if (text.starts_with("\xC2\xA0") || text.starts_with("\xC2\xAD")) return 2;
    return text.starts_with("\xE2\x80") ? 3 : 0;  // U+2000 to U+203F
}

}  // namespace

std::string comparable(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const auto mark = mark_length(text);
        if (mark == 0 && is_compared(static_cast<unsigned char>(text.front()))) kept += text[0];
        text.remove_prefix(std::min(text.size(), mark > 0 ? mark : 1));
    }
    return kept;
}

ComparableWords comparable(const std::vector<PageWords>& pages) {
    ComparableWords all;
    for (const auto& page : pages) {
        for (const auto& word : page.words) {
            const auto kept = comparable(word.text);
            all.word_of.insert(
                all.word_of.end(), kept.size(), static_cast<std::uint32_t>(all.words.size())
            );
            all.text += kept;
            all.words.push_back({page.page, word.line, word.box, kept.size()});
        }
    }
    return all;
}

}  // namespace ingestd::proof
