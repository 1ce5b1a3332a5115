// Makes the Extractor that the server runs with.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include <ingestd/base/units.hpp>
#include <ingestd/extract/extractor.hpp>

namespace ingestd::extract {

//   helper_program       the extraction helper beside the server's binary
//   executor             waits for helpers to speak; must be run by some thread for documents to
//   move max_helpers          processes alive at once; they sleep while nobody reads what they
//   found, so more
//                        than cores does no harm; each costs some 10 MB while idle
//   stall_limit          without a sign from a helper for so long, its document fails
//   (helper_stalled).
//                        There is no limit on the whole: a document may take as long as it moves
//   helper_memory_bytes  address space of one helper besides the document itself; beyond:
//   out_of_memory.
//                        0: unlimited
//   converters_folder    where programs are that turn Office documents of before 2007 into text
//   ocr_languages        names of Tesseract's data that pictures are read with, where a request
//                        names none
//   tessdata             where that data lies; empty: where Tesseract looks by itself
struct Settings {
    std::filesystem::path helper_program;
    boost::asio::any_io_executor executor;
    std::size_t max_helpers = 4;
    std::chrono::milliseconds stall_limit = std::chrono::seconds{120};
    std::size_t helper_memory_bytes = 1_GiB;
    std::filesystem::path converters_folder = "/usr/bin";
    std::vector<std::string> ocr_languages{"eng"};
    std::filesystem::path tessdata{};
};

// Plain text is read here, everything else by helpers, which are started on demand and used again.
//   owns    its helpers. Streams may outlive the extractor; the executor must outlive both
std::unique_ptr<Extractor> make_extractor(Settings settings);

}  // namespace ingestd::extract
