// Operations that may wait for hours, in no more memory than they take.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <utility>

#include <boost/asio/bind_allocator.hpp>

namespace ingestd {

// A handler, or a completion token, whose operation gets memory of its own. Asio gives others a
// block that an earlier one has left, however large: right for what ends at once, but what waits
// would hold the large block of something that is long over.
template <class Token>
auto lasting(Token token) {
    return boost::asio::bind_allocator(
        std::pmr::polymorphic_allocator<std::byte>{std::pmr::new_delete_resource()},
        std::move(token)
    );
}

}  // namespace ingestd
