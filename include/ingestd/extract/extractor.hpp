// The way in for bytes of any type: what they are is decided here, and who reads them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <ingestd/base/unique_fd.hpp>
#include <ingestd/document/block.hpp>
#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>
#include <ingestd/document/page_words.hpp>

namespace ingestd::extract {

// A document to read.
//   content       readable from offset 0, `bytes` long; a file or a memfd; owned
//   filename      as the uploader gave it, may be empty: data, never a path to open
//   content_type  as declared, may be empty
//   password      opens it if it is encrypted; empty: none is known
//   ocr_languages names of Tesseract's data, "eng"; empty: the extractor's own choice
//   words_of      where the words of these pages stand is wanted, and no block; of a PDF alone
struct ExtractRequest {
    UniqueFd content;
    std::uint64_t bytes = 0;
    std::string filename;
    std::string content_type;
    std::string password{};
    std::vector<std::string> ocr_languages{};
    PageSpan words_of{};
};

// What one turn gave. At most one page or 64 KiB of text.
//   part_read  how much of the document has been read, 0..1; never falls
struct Extracted {
    std::vector<Block> blocks;
    double part_read = 0;
};
// A document inside of this one begins; its bytes follow in pieces, until ChildEnds. Each becomes a
// document of its own. Children come in the same order each time.
//   name  as the outer document gives it: data, never a path
struct ChildBegins {
    std::string name;
    std::string content_type;
};
struct ChildBytes {
    std::string bytes;
};
struct ChildEnds {};
// Nothing has arrived yet: ask again after `when_ready` has called.
//   waiting_on  empty while a helper works on this document, else a reason for a person
struct Waiting {
    std::string waiting_on;
};
struct Ended {
    DocumentFacts facts;
};
// PageWords come where they were asked for (words_of), and then nothing else until the end.
using ExtractStep = std::variant<
    Extracted,
    ChildBegins,
    ChildBytes,
    ChildEnds,
    Waiting,
    Ended,
    DocumentFailure,
    PageWords>;

// One document being read. Deterministic: the same bytes give the same blocks.
//   thread  one at a time; next() never waits for a helper
//   owns    its helper, which is given back (or ended, when it was still reading) on destruction
class ExtractStream {
public:
    virtual ~ExtractStream() = default;

    // REQUIRES: neither Ended nor a failure has been given.
    virtual ExtractStep next() = 0;

    // Calls `ready` once, from any thread, possibly before this returns. REQUIRES: next() just gave
    // Waiting. After the stream's destruction it is never called.
    virtual void when_ready(std::function<void()> ready) = 0;

    // Whether a process of its own reads it, which it may bring down.
    virtual bool is_read_by_helper() const { return false; }
};

class Extractor {
public:
    virtual ~Extractor() = default;

    //   thread  any
    //   errors  come as a DocumentFailure of the first next()
    virtual std::unique_ptr<ExtractStream> open(ExtractRequest request) = 0;
};

}  // namespace ingestd::extract
