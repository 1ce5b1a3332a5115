// The headings above the text that comes now, outermost first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::chunk {

inline constexpr std::size_t heading_bytes_max = 240;  // it stands in every chunk below it

// A heading as it is shown: white space folded to single spaces, at most heading_bytes_max bytes,
// with "…" where it was shortened. Empty when the text holds nothing but white space.
std::string heading_title(std::string_view text);

class HeadingPath {
public:
    // The new heading replaces those of its own level and deeper ones.
    void enter(std::uint8_t level, std::string title);

    bool is_deeper(std::uint8_t level) const { return !levels_.empty() && level > levels_.back(); }
    const std::vector<std::string>& titles() const { return titles_; }

private:
    std::vector<std::uint8_t> levels_;
    std::vector<std::string> titles_;
};

}  // namespace ingestd::chunk
