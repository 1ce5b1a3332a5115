// The bytes that a document was made from, as they were sent.
#pragma once

#include <cstdint>

#include <ingestd/base/digest.hpp>

namespace ingestd {

struct Original {
    Sha256 sha256;
    std::uint64_t bytes = 0;

    friend bool operator==(const Original&, const Original&) = default;
};

}  // namespace ingestd
