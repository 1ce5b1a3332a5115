// Which parts of a text stand in another, in the same order. Private to the room.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ingestd::proof {

// `bytes` at `in_passage` of the one are those at `in_pages` of the other.
struct Run {
    std::size_t in_passage = 0;
    std::size_t in_pages = 0;
    std::size_t bytes = 0;
};

//   runs     in the order of both
//   covered  bytes of the passage in them
struct Alignment {
    std::vector<Run> runs;
    std::size_t covered = 0;

    std::size_t begin() const { return runs.front().in_pages; }
    std::size_t end() const { return runs.back().in_pages + runs.back().bytes; }
};

// Finds runs of a passage in the text of its pages.
//   memory  four bytes for each of the pages'
class Aligner {
public:
    // Both must outlive it.  REQUIRES: the passage is not empty
    Aligner(std::string_view passage, std::string_view pages);

    // Those that cover at least so many bytes of the passage, the most first, each beginning
    // elsewhere: several where the same stands there several times. None as well where it stands
    // there too often to be told apart.
    std::vector<Alignment> best(std::size_t enough) const;

private:
    // Where in the pages what stands at this place of the passage does, in their order.
    struct Places {
        const std::uint32_t* begin;
        const std::uint32_t* end;
    };
    Places places_of(std::size_t in_passage) const;
    std::size_t common_length(std::size_t in_passage, std::size_t in_pages) const;
    Alignment follow(std::size_t in_passage, std::size_t in_pages) const;

    std::string_view passage_;
    std::string_view pages_;
    std::size_t gram_;
    std::vector<std::uint32_t> places_;  // of the pages' grams, in the order of these
};

}  // namespace ingestd::proof
