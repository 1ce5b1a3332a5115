#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/token_count.hpp>
#include <ingestd/search/context_text.hpp>

#include "passages.hpp"

namespace ingestd::search {
namespace {

using chunk::count_tokens;

// White space, which alone stands between the parts, counts nothing and ends a word: so their sum
// is exact.
std::uint64_t tokens_of(const std::vector<Passage>& passages) {
    std::uint64_t tokens = 0;
    for (std::size_t i = 0; i < passages.size(); ++i)
        tokens += count_tokens(heading_of(passages[i], i + 1)) + passages[i].tokens;
    return tokens;
}

// As much of the beginning as has so many tokens, to the end of a word where it has one.
std::string_view beginning(std::string_view text, std::uint32_t tokens_max) {
    std::size_t fits = 0, too_long = text.size() + 1;
    while (too_long - fits > 1) {
        const auto tried = fits + (too_long - fits) / 2;
        (count_tokens(utf8::prefix(text, tried)) <= tokens_max ? fits : too_long) = tried;
    }
    auto cut = utf8::prefix(text, fits);
    if (cut.size() < text.size()) {
        const auto blank = text.substr(0, cut.size() + 1).find_last_of(" \t\r\n");
        if (blank != std::string_view::npos && blank > 0) cut = cut.substr(0, blank);
    }
    return cut;
}

std::vector<Passage> cut_to(Passage passage, std::uint32_t tokens_max) {
    const auto heading = count_tokens(heading_of(passage, 1));
    if (heading >= tokens_max) return {};
    passage.text = beginning(passage.text, tokens_max - heading);
    if (passage.text.empty()) return {};
    passage.citation.range.end = passage.citation.range.begin + passage.text.size();
    passage.tokens = count_tokens(passage.text);
    return {std::move(passage)};
}

ContextText written(std::vector<Passage> passages) {
    ContextText context;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        auto& passage = passages[i];
        if (i > 0) context.text += "\n\n";
        context.text += heading_of(passage, i + 1);
        context.text += passage.text;
        passage.citation.number = static_cast<std::uint32_t>(i + 1);
        context.citations.push_back(std::move(passage.citation));
    }
    context.tokens = count_tokens(context.text);
    return context;
}

}  // namespace

ContextText write_context(std::span<const SearchHit> hits, std::uint32_t tokens_max) {
    std::vector<Passage> passages;
    for (const auto& hit : hits) {
        for (const auto beside : {Beside::all, Beside::none}) {
            auto joined = passages;
            join(joined, passage_of(hit, beside));
            if (tokens_of(joined) > tokens_max) continue;
            passages = std::move(joined);
            break;
        }
        if (passages.empty()) return written(cut_to(passage_of(hit, Beside::none), tokens_max));
    }
    return written(std::move(passages));
}

}  // namespace ingestd::search
