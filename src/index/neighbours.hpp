// What stands beside a hit in its document.
#pragma once

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

// Up to `reach` chunks to either side, each without what the one nearer to the hit holds, too.
//   document  the row of its version
void add_neighbours(
    sqlite::Connection& connection, DocumentRow document, std::uint32_t reach, Hit& hit
);

}  // namespace ingestd::index
