// Bounds this process's address space. Private to the room.
#pragma once

#include <cstdint>

namespace ingestd::extract {

// From now on the process gets no memory beyond so many bytes. Does nothing under the sanitizers,
// whose shadow memory is terabytes of address space.
void limit_address_space(std::uint64_t bytes);

}  // namespace ingestd::extract
