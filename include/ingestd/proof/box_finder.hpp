// Asks the extraction helper where a passage stands on the pages of its PDF.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include <boost/asio.hpp>

#include <ingestd/base/unique_fd.hpp>
#include <ingestd/document/page_words.hpp>
#include <ingestd/proof/passage_boxes.hpp>

namespace ingestd::extract {
class Extractor;
}

namespace ingestd::proof {

// More than these are not asked for: the passage is a chapter then.
inline constexpr std::uint32_t box_pages_max = 20;

//   content  the document's bytes, or a file to read from offset 0
//   pages    those of the passage
struct BoxQuery {
    std::variant<std::string, UniqueFd> content;
    std::uint64_t bytes = 0;
    std::string filename;
    PageSpan pages;
    Passage passage;
};

// References outlive it. The document's bytes are read by the sandboxed helper alone.
//   thread  any coroutine; what reads or compares is done on the pool
class BoxFinder {
public:
    BoxFinder(extract::Extractor& extractor, boost::asio::thread_pool& pool)
        : extractor_{extractor}, pool_{pool} {}

    // Whatever keeps it from being found is told as NoBoxes; so is that it took ten seconds.
    boost::asio::awaitable<FoundBoxes> find(BoxQuery query);

private:
    extract::Extractor& extractor_;
    boost::asio::thread_pool& pool_;
};

}  // namespace ingestd::proof
