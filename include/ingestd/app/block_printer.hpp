// What extraction gave, for a person or a program to read.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <ingestd/document/block.hpp>
#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>

namespace ingestd::app {

//   text      the text that is chunked, to the byte
//   markdown  headings, lists, tables and code with their marks
//   json      one object: blocks as they come, then what the document says of itself
enum class ExtractForm { text, markdown, json };

// Gives the output piece by piece: it keeps one block at most, however long the document is.
// Pure.  thread: one at a time
class BlockPrinter {
public:
    virtual ~BlockPrinter() = default;

    virtual std::string begin(std::string_view) { return {}; }  // of the file of that name
    // Before begin(), of a document that was found inside of another: where it begins.
    virtual std::string announce(std::string_view) { return {}; }
    virtual std::string block(const Block& block) = 0;
    virtual std::string end(const DocumentFacts&) { return "\n"; }
    // After the blocks that came before; "" where it is told elsewhere.
    virtual std::string fail(const DocumentFailure&) { return "\n"; }
};

std::unique_ptr<BlockPrinter> make_block_printer(ExtractForm form);

}  // namespace ingestd::app
