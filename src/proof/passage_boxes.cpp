#include <algorithm>
#include <optional>
#include <utility>

#include <ingestd/proof/passage_boxes.hpp>

#include "alignment.hpp"
#include "comparable_text.hpp"

namespace ingestd::proof {
namespace {

constexpr std::size_t passage_bytes_max = 256 * 1024;
constexpr std::size_t pages_bytes_max = 2 * 1024 * 1024;  // twenty dense pages have a tenth
constexpr std::size_t context_bytes = 400;

// Without what extraction puts behind a paragraph: " (https://example.org, https://…)".
std::string without_targets(std::string_view text) {
    constexpr std::string_view opening = " (http";
    std::string kept;
    for (auto at = text.find(opening); at != text.npos; at = text.find(opening)) {
        kept += text.substr(0, at);
        text.remove_prefix(std::min(text.find(')', at), text.size()));
    }
    return kept += text;
}

// How much of a passage must stand on its pages: what else is put in is seldom more than a fifth.
std::size_t enough_of(const Passage& passage) {
    return std::max<std::size_t>(1, (comparable(without_targets(passage.text)).size() * 4 + 4) / 5);
}

std::size_t common_end(std::string_view a, std::string_view b) {
    std::size_t length = 0;
    while (length < std::min(a.size(), b.size()) &&
           a[a.size() - 1 - length] == b[b.size() - 1 - length])
        ++length;
    return length;
}

std::size_t common_beginning(std::string_view a, std::string_view b) {
    std::size_t length = 0;
    while (length < std::min(a.size(), b.size()) && a[length] == b[length]) ++length;
    return length;
}

struct Context {
    std::string before;
    std::string after;

    // How much of it stands around a place of the pages.
    std::size_t around(const Alignment& place, std::string_view pages) const {
        return common_end(before, pages.substr(0, place.begin())) +
               common_beginning(after, pages.substr(place.end()));
    }
};

Context context_of(const Passage& passage) {
    auto before = comparable(passage.before);
    if (before.size() > context_bytes) before.erase(0, before.size() - context_bytes);
    auto after = comparable(passage.after);
    after.resize(std::min(after.size(), context_bytes));
    return {std::move(before), std::move(after)};
}

// Of places that hold as much of the passage as the first, the one that is meant; null: it cannot
// be told. Nearly as much counts as much: the difference may be a hyphen.
const Alignment* the_one_meant(
    const std::vector<Alignment>& all, std::string_view pages, const Context& context
) {
    const auto* best = &all.front();
    auto best_around = context.around(*best, pages);
    bool is_alone = true;
    for (const auto& other : all) {
        const bool is_as_good = other.covered * 50 >= all.front().covered * 49;
        if (other.begin() == best->begin() || !is_as_good) continue;
        const auto around = context.around(other, pages);
        if (around == best_around) is_alone = false;
        if (around <= best_around) continue;
        best = &other;
        best_around = around;
        is_alone = true;
    }
    return is_alone ? best : nullptr;
}

void join(PageBox& box, const PageBox& other) {
    const auto right = std::max(box.x + box.width, other.x + other.width);
    const auto bottom = std::max(box.y + box.height, other.y + other.height);
    box.x = std::min(box.x, other.x);
    box.y = std::min(box.y, other.y);
    box.width = right - box.x;
    box.height = bottom - box.y;
}

// A word belongs to the passage when most of it does.
std::vector<LineBox> boxes_of(const Alignment& place, const ComparableWords& pages) {
    std::vector<std::size_t> covered(pages.words.size());
    for (const auto& run : place.runs) {
        for (std::size_t i = 0; i < run.bytes; ++i) ++covered[pages.word_of[run.in_pages + i]];
    }
    std::vector<LineBox> boxes;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> open;  // page and line of the last
    for (std::size_t i = 0; i < pages.words.size(); ++i) {
        const auto& word = pages.words[i];
        if (covered[i] * 2 <= word.bytes) continue;
        const std::pair at{word.page, word.line};
        open == at ? join(boxes.back().box, word.box)
                   : void(boxes.push_back({word.page, word.box}));
        open = at;
    }
    return boxes;
}

std::vector<PageSize> sizes_of(const std::vector<PageWords>& pages) {
    std::vector<PageSize> sizes;
    for (const auto& page : pages) {
        if (sizes.empty() || sizes.back().page != page.page)
            sizes.push_back({page.page, page.width, page.height});
    }
    return sizes;
}

}  // namespace

FoundBoxes find_passage(const Passage& passage, const std::vector<PageWords>& pages) {
    const auto text = comparable(passage.text);
    if (text.empty()) return NoBoxes{"There is no letter or digit in the passage."};
    const auto words = comparable(pages);
    if (words.text.empty())
        return NoBoxes{"The page has no text layer: what stands there was read by OCR."};
    if (text.size() > passage_bytes_max || words.text.size() > pages_bytes_max)
        return NoBoxes{"The passage or its pages are too long to be looked through."};
    const auto places = Aligner{text, words.text}.best(enough_of(passage));
    if (places.empty())
        return NoBoxes{"The passage cannot be told for sure from the words on its pages."};
    const auto* meant = the_one_meant(places, words.text, context_of(passage));
    if (meant == nullptr) return NoBoxes{"The same stands on the page more than once."};
    return PassageBoxes{sizes_of(pages), boxes_of(*meant, words)};
}

}  // namespace ingestd::proof
