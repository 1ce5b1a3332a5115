// Letters of ASCII, whatever the locale.
#pragma once

#include <span>

namespace ingestd {

// A to Z become a to z, every other byte stays. Without a branch, so that the compiler takes many
// at a time.
inline void make_ascii_lower(std::span<char> text) {
    for (char& c : text) {
        const bool is_upper = static_cast<unsigned char>(c - 'A') < 26;
        c = static_cast<char>(c | (is_upper ? 0x20 : 0));
    }
}

}  // namespace ingestd
