// The helper program's side: confines itself, then reads one document after another.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include <ingestd/document/block.hpp>
#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>
#include <ingestd/extract/helper_protocol.hpp>

namespace ingestd::extract {

// Gathers blocks into frames and sends them. Waits while the server does not read: that is the
// back-pressure. Ends the process when the server is gone.
class BlockSender {
public:
    explicit BlockSender(int socket) : socket_{socket} {}

    void add(Block block);

    // How much of the document has been read, 0..1. A sign of life goes out now and then even if
    // there are no blocks, so that slow is not taken for stalled.
    void tell_part_read(double part_read);

    // Where words stand: sent at once, in frames of a bounded size.
    void add_words(const PageWords& page);

    // Sends what has gathered: a page is complete.
    void flush();

    // A document inside of this one. Names longer than a frame may tell are cut.
    void begin_child(ChildBegins child);
    void add_child_bytes(std::string_view bytes);
    void end_child();

private:
    int socket_;
    Extracted gathered_;
    std::size_t gathered_bytes_ = 0;
    std::chrono::steady_clock::time_point last_sent_ = std::chrono::steady_clock::now();
};

using ReadOutcome = std::variant<DocumentFacts, DocumentFailure>;
//   content  the document, mapped: valid during the call
using ReadDocument = std::function<
    ReadOutcome(const ReadOrder& order, std::string_view content, BlockSender& sender)>;

//   parent_pid    the process that started this one; when it is gone, so are we
//   memory_bytes  address space besides the document's own bytes; 0: no limit
//   readable_folder  whose files may be read besides those that packages install; empty: none
struct HelperWalls {
    int parent_pid = 0;
    std::uint64_t memory_bytes = 0;
    std::string readable_folder{};
};

// Gives up what reading needs not: dies with its parent, no core, no new privileges, no files
// written, few descriptors, no files but those that packages install (Landlock), no network and no
// system calls but those of reading (seccomp). False: a wall could not be put up, and nothing may
// be read.
bool confine_this_process(const HelperWalls& walls);

// Reads one document through a program that turns it into text, in `converters_folder`: that runs
// as a process of its own behind the same walls, and `read` gets its output as the content. Gives
// the process's exit code.
//   REQUIRES  confine_this_process was not called: it is, once the program is started
int serve_conversion(
    int socket,
    const HelperWalls& walls,
    const std::string& converters_folder,
    const ReadDocument& read
);

// Reads documents until the server closes its end; gives the process's exit code.
// REQUIRES: confine_this_process gave true.
int serve_documents(int socket, const HelperWalls& walls, const ReadDocument& read);

}  // namespace ingestd::extract
