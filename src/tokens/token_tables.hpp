// The tables that this program was built with.
#pragma once

#include <span>
#include <string_view>

namespace ingestd::tokens {

//   packed  as BytePairTable takes it
struct TokenTable {
    std::string_view name;
    std::string_view packed;
};

// None where they were not there when the program was built.
std::span<const TokenTable> token_tables();

}  // namespace ingestd::tokens
