// How many chunks have a term.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

// Counted to a bound and from there on estimated from how far back that many chunks reach; frequent
// terms are remembered, since it is they who cost.
//   thread  any, at the same time
class TermCounts {
public:
    //   expression  of FTS5
    //   chunks      in the index
    std::int64_t count(
        sqlite::Connection& connection, const std::string& expression, std::int64_t chunks
    );

private:
    struct Counted {
        std::int64_t count = 0;
        std::int64_t of_chunks = 0;
    };

    std::mutex lock_;
    std::unordered_map<std::string, Counted> frequent_;  // guarded by lock_
};

}  // namespace ingestd::index
