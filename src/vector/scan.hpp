// One pass over the slots of an index: first the upper halves of all codes, then the whole codes of
// those that may still be among the best.
#pragma once

#include <cstddef>

#include <ingestd/vector/vector_index.hpp>

#include "candidates.hpp"
#include "quantized.hpp"
#include "slot_file.hpp"

namespace ingestd::vector {

//   allowed  null: all
//   gone     never, whatever is allowed
struct ScanQuery {
    const QuantizedQuery& query;
    const Allowed* allowed = nullptr;
    const RowSet& gone;
    std::size_t limit = 10;
    std::size_t candidates_max = 4096;
    std::size_t threads = 1;
};

// Of the slots that were in use when it began.
//   thread  any; with `threads` it starts that many less one and waits for them
Candidates::Rows scan(const SlotFile& slots, const ScanQuery& query);

}  // namespace ingestd::vector
