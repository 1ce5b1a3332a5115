#include "alignment.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ingestd::proof {
namespace {

constexpr std::size_t gram_bytes = 12;  // two or three words: seldom twice on a page
constexpr std::size_t gap_max = 4'000;  // a table or a note that the passage goes on behind
constexpr std::size_t begins_max = 64;  // of one gram that are followed
constexpr std::size_t tries_max = 5;    // grams that are taken for the beginning

}  // namespace

Aligner::Aligner(std::string_view passage, std::string_view pages)
    : passage_{passage}, pages_{pages}, gram_{std::min(gram_bytes, passage.size())} {
    if (pages_.size() < gram_) return;
    places_.resize(pages_.size() - gram_ + 1);
    std::iota(places_.begin(), places_.end(), 0u);
    std::ranges::sort(places_, [this](std::uint32_t a, std::uint32_t b) {
        const auto order = pages_.substr(a, gram_).compare(pages_.substr(b, gram_));
        return order != 0 ? order < 0 : a < b;
    });
}

Aligner::Places Aligner::places_of(std::size_t in_passage) const {
    const auto gram = passage_.substr(in_passage, gram_);
    const auto* const all = places_.data();
    const auto* const begin = std::lower_bound(
        all,
        all + places_.size(),
        gram,
        [this](std::uint32_t place, std::string_view wanted) {
            return pages_.substr(place, gram_) < wanted;
        }
    );
    const auto* const end = std::upper_bound(
        begin,
        all + places_.size(),
        gram,
        [this](std::string_view wanted, std::uint32_t place) {
            return wanted < pages_.substr(place, gram_);
        }
    );
    return {begin, end};
}

std::size_t Aligner::common_length(std::size_t in_passage, std::size_t in_pages) const {
    const auto a = passage_.substr(in_passage), b = pages_.substr(in_pages);
    const auto differ = std::ranges::mismatch(a, b);
    return static_cast<std::size_t>(differ.in1 - a.begin());
}

// Each further run is the nearest behind the last.
Alignment Aligner::follow(std::size_t in_passage, std::size_t in_pages) const {
    Alignment alignment;
    const auto add = [&](std::size_t at, std::size_t place) {
        const Run run{at, place, common_length(at, place)};
        alignment.runs.push_back(run);
        alignment.covered += run.bytes;
        return at + run.bytes;
    };
    auto at = add(in_passage, in_pages);
    while (at + gram_ <= passage_.size()) {
        const auto places = places_of(at);
        const auto* next = std::lower_bound(places.begin, places.end, alignment.end());
        const bool is_near = next != places.end && *next - alignment.end() <= gap_max;
        at = is_near ? add(at, *next) : at + 1;
    }
    // What is left is shorter than a gram: it counts where it goes on at once.
    const auto rest = passage_.substr(std::min(at, passage_.size()));
    if (!rest.empty() && pages_.substr(alignment.end()).starts_with(rest)) {
        alignment.runs.push_back({at, alignment.end(), rest.size()});
        alignment.covered += rest.size();
    }
    return alignment;
}

// By the first gram that leads to any: a header may stand before the passage's own words.
std::vector<Alignment> Aligner::best(std::size_t enough) const {
    std::vector<Alignment> best;
    std::size_t tries = 0;
    for (std::size_t at = 0; at + gram_ <= passage_.size() && tries < tries_max; ++at) {
        const auto places = places_of(at);
        const auto count = static_cast<std::size_t>(places.end - places.begin);
        if (count == 0) continue;
        ++tries;
        for (std::size_t i = 0; i < count && count <= begins_max; ++i) {
            auto followed = follow(at, places.begin[i]);
            if (followed.covered >= enough) best.push_back(std::move(followed));
        }
        if (!best.empty()) break;
        at += gram_ - 1;
    }
    std::ranges::stable_sort(best, std::ranges::greater{}, &Alignment::covered);
    return best;
}

}  // namespace ingestd::proof
