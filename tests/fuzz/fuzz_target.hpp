// What every target has in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// Called by libFuzzer, or by replay_main.cpp, for each input. Ends the process when what must hold
// does not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace ingestd::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

// The first byte decides in pieces of which size the rest is given.
class Pieces {
public:
    explicit Pieces(std::string_view input)
        : size_{input.empty() ? 1u : 1u + static_cast<unsigned char>(input.front())},
          rest_{input.substr(input.empty() ? 0 : 1)} {}

    std::string_view whole() const { return rest_; }

    // Empty at the end.
    std::string_view next() {
        const auto piece = rest_.substr(at_, size_);
        at_ += piece.size();
        return piece;
    }

private:
    std::size_t size_;
    std::string_view rest_;
    std::size_t at_ = 0;
};

}  // namespace ingestd::fuzz
