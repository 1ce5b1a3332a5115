// What the filters of late have allowed, kept for who asks with one of them again.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "allowed_rows.hpp"

namespace ingestd::index {

//   thread  any
class FilterMemory {
public:
    // What `filter` allows in what the connection sees, at least all that was committed when
    // `commits` was read; it may hold rows that were there a moment ago.
    //   commits  how many were told of the generation, read before the connection's transaction
    std::shared_ptr<const AllowedRows> allowed(
        sqlite::Connection& connection, const Filter& filter, std::uint64_t commits
    );

private:
    struct Kept {
        Filter filter;
        std::uint64_t commits = 0;
        std::shared_ptr<const AllowedRows> allowed;
    };

    Kept find(const Filter& filter);
    void keep(Kept kept);

    std::mutex mutex_;
    std::list<Kept> kept_;  // the last that was asked for first
};

}  // namespace ingestd::index
