#include <algorithm>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/token_count.hpp>
#include <ingestd/search/context_text.hpp>

#include "passages.hpp"

namespace ingestd::search {
namespace {

constexpr std::string_view between = "\n\n";

// Of the text that they become, or near it: what is put together can have a token more or less.
std::uint64_t tokens_of(const std::vector<Passage>& passages, const CountTokens& count) {
    std::uint64_t tokens = 0;
    for (std::size_t i = 0; i < passages.size(); ++i)
        tokens += count(heading_of(passages[i], i + 1)) + passages[i].tokens;
    return passages.empty() ? 0 : tokens + (passages.size() - 1) * count(between);
}

// As much of the beginning as has so many tokens, to the end of a word where it has one.
std::string_view beginning(
    std::string_view text, std::uint32_t tokens_max, const CountTokens& count
) {
    std::size_t fits = 0, too_long = text.size() + 1;
    while (too_long - fits > 1) {
        const auto tried = fits + (too_long - fits) / 2;
        (count(utf8::prefix(text, tried)) <= tokens_max ? fits : too_long) = tried;
    }
    auto cut = utf8::prefix(text, fits);
    if (cut.size() < text.size()) {
        const auto blank = text.substr(0, cut.size() + 1).find_last_of(" \t\r\n");
        if (blank != std::string_view::npos && blank > 0) cut = cut.substr(0, blank);
    }
    return cut;
}

std::vector<Passage> cut_to(Passage passage, std::uint32_t tokens_max, const CountTokens& count) {
    const auto heading = count(heading_of(passage, 1));
    if (heading >= tokens_max) return {};
    passage.text = beginning(passage.text, tokens_max - heading, count);
    if (passage.text.empty()) return {};
    passage.citation.range.end = passage.citation.range.begin + passage.text.size();
    passage.tokens = count(passage.text);
    return {std::move(passage)};
}

ContextText written(const std::vector<Passage>& passages, const CountTokens& count) {
    ContextText context;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        if (i > 0) context.text += between;
        context.text += heading_of(passages[i], i + 1);
        context.text += passages[i].text;
        context.citations.push_back(passages[i].citation);
        context.citations.back().number = static_cast<std::uint32_t>(i + 1);
    }
    context.tokens = count(context.text);
    return context;
}

// Where the whole has more than its parts the last gives way.
ContextText written_within(
    std::vector<Passage> passages, std::uint32_t tokens_max, const CountTokens& count
) {
    for (auto budget = tokens_max;;) {
        auto context = written(passages, count);
        if (context.tokens <= tokens_max) return context;
        if (passages.size() > 1) {
            passages.pop_back();
        } else {
            budget -= std::min(budget, context.tokens - tokens_max);
            passages = cut_to(std::move(passages.front()), budget, count);
        }
    }
}

}  // namespace

ContextText write_context(
    std::span<const SearchHit> hits, std::uint32_t tokens_max, CountTokens count
) {
    if (!count) count = chunk::count_tokens;
    std::vector<Passage> passages;
    for (const auto& hit : hits) {
        for (const auto beside : {Beside::all, Beside::none}) {
            auto joined = passages;
            join(joined, passage_of(hit, beside, count), count);
            if (tokens_of(joined, count) > tokens_max) continue;
            passages = std::move(joined);
            break;
        }
        if (passages.empty()) {
            passages = cut_to(passage_of(hit, Beside::none, count), tokens_max, count);
            break;
        }
    }
    return written_within(std::move(passages), tokens_max, count);
}

}  // namespace ingestd::search
