// Stretches of documents that do not touch each other, in the order in which they came.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ingestd/search/context_text.hpp>

namespace ingestd::search {

// Its number is its place, from 1.
struct Passage {
    Citation citation;
    std::string text;          // of citation.range
    std::uint32_t tokens = 0;  // of text
};

// A hit by itself, or with what stands beside it as far as there is no gap.
enum class Beside { none, all };
Passage passage_of(const SearchHit& hit, Beside beside, const CountTokens& count);

// Where it touches others of its document they become one, in the place of the first of them.
void join(std::vector<Passage>& passages, Passage added, const CountTokens& count);

// The line above it, ended.
std::string heading_of(const Passage& passage, std::size_t number);

}  // namespace ingestd::search
