// Where a reader's blocks go, and how a reader ends.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include <ingestd/document/block.hpp>
#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>

namespace ingestd::formats {

// A document inside of another: an archive's entry, an attachment.
//   name          as the outer document gives it, in UTF-8; may hold slashes: data, never a path
//   content_type  as declared, may be empty
struct ChildName {
    std::string name;
    std::string content_type;
};

class BlockSink {
public:
    virtual ~BlockSink() = default;

    // The next block in reading order; never white space alone.
    virtual void add(Block block) = 0;

    // How much of the document has been read, 0..1; never falls.
    virtual void tell_part_read(double part_read) = 0;

    // What was added so far may be passed on: a page, or as much as one, is complete.
    virtual void end_page() = 0;

    // A child document, from its first byte to its last: it is read for itself later. Children do
    // not interleave. One that is not ended when the reader fails is dropped.
    virtual void begin_child(ChildName child) = 0;
    virtual void add_child_bytes(std::string_view bytes) = 0;
    virtual void end_child() = 0;
};

// Every reader is `Outcome read_X(std::string_view content, BlockSink&)`: it adds the document's
// blocks and gives the facts, or says why it stopped. Blocks added before a failure stand.
//   thread  any, one at a time in a process (poppler keeps global state)
//   errors  DocumentFailure; std::bad_alloc. A parser's crash is possible: hence the helper process
using Outcome = std::variant<DocumentFacts, DocumentFailure>;

}  // namespace ingestd::formats
