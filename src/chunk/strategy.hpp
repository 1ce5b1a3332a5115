// What a place is worth under each strategy.
#pragma once

#include <algorithm>

#include <ingestd/document/upload_options.hpp>

#include "scanner.hpp"

namespace ingestd::chunk {

// A chunk must begin at what is a section or more.
constexpr Break strength_for(ChunkingStrategy strategy, Break strength) {
    switch (strategy) {
        case ChunkingStrategy::structure:
            return strength;
        case ChunkingStrategy::page:
            return strength == Break::section ? Break::unit : strength;
        case ChunkingStrategy::sentence:
            return std::min(strength, Break::sentence);
        case ChunkingStrategy::fixed:
            return std::min(strength, Break::word);
        case ChunkingStrategy::none:
            return std::min(strength, Break::unit);
    }
    return strength;
}

}  // namespace ingestd::chunk
