// What was found as one text for a language model's prompt, each passage with its number, so that
// an answer can cite it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/search/search_hit.hpp>

namespace ingestd::search {

//   chunk_ids  in the order of the document
//   page       0: the format has none
//   range      of the document's text: exactly the passage
struct Citation {
    std::uint32_t number = 0;
    std::vector<ChunkId> chunk_ids{};
    DocumentId document_id{};
    std::string filename{};
    std::string title{};
    std::uint32_t page = 0;
    std::uint32_t page_end = 0;
    std::vector<std::string> headings{};
    ByteRange range{};

    friend bool operator==(const Citation&, const Citation&) = default;
};

struct ContextText {
    std::string text;
    std::uint32_t tokens = 0;
    std::vector<Citation> citations;
};

using CountTokens = std::function<std::uint32_t(std::string_view)>;

// The passages in the order of their best hits, each as
//
//   [1] title or filename, page 3, outer heading > inner heading
//   its text
//
// and an empty line between two. Passages of a document that touch are one, and no text is there
// twice. A hit whose chunks beside it do not fit comes alone; one that does not fit by itself is
// left out, but for the first: that is cut where a word ends. Pure.
//   tokens_max  the text has never more
//   count       empty: the estimate
ContextText write_context(
    std::span<const SearchHit> hits, std::uint32_t tokens_max, CountTokens count = {}
);

}  // namespace ingestd::search
