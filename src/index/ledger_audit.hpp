// The ledger against the chunks that it tells of. Pure: told the rows in their order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ingestd/base/findings.hpp>

namespace ingestd::index {

//   name  of the document, for a person
struct LedgerLine {
    std::int64_t row = 0;
    std::string name;
    std::uint64_t chunks = 0;
    std::uint64_t text_bytes = 0;
};

struct ChunkPlace {
    std::uint64_t position = 0;
    std::uint64_t range_begin = 0;
    std::uint64_t range_end = 0;
    std::uint64_t text_bytes = 0;  // of the chunk's own text
};

// What always holds of a document: positions from 0 without a hole, as many as the ledger counts,
// each as long as its range, each beginning within what the ones before have told, so that together
// they are the text.
class LedgerAudit {
public:
    //   file  where a finding is said to be
    LedgerAudit(std::string file, Findings& findings)
        : file_{std::move(file)}, findings_{findings} {}

    // Ends the document before.
    void begin(LedgerLine line);
    void add(const ChunkPlace& chunk);
    void end();

private:
    void complain(const std::string& what);

    const std::string file_;
    Findings& findings_;
    std::optional<LedgerLine> line_;
    std::uint64_t chunks_ = 0;     // seen of this document
    std::uint64_t covered_ = 0;    // bytes of its text that they tell
    bool has_complained_ = false;  // one finding a document: the rest follows from it
};

}  // namespace ingestd::index
