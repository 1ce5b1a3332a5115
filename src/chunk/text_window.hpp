// The stretch of the extracted text that chunks are still cut from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <ingestd/base/units.hpp>

namespace ingestd::chunk {

// Offsets are those of the extracted text.
class TextWindow {
public:
    void append(std::string_view text) { bytes_ += text; }

    // Forgets what lies before `offset`; moves memory only when that pays.
    void drop_before(std::uint64_t offset) {
        if (offset <= begin_) return;
        const auto dead = static_cast<std::size_t>(offset - begin_);
        if (dead < 16_KiB || dead < bytes_.size() - dead) return;
        bytes_.erase(0, dead);
        begin_ = offset;
    }

    //   REQUIRES: nothing in the range was dropped
    //   valid until the next append or drop
    std::string_view view(std::uint64_t from, std::uint64_t to) const {
        return std::string_view{bytes_}.substr(
            static_cast<std::size_t>(from - begin_), static_cast<std::size_t>(to - from)
        );
    }

    std::uint64_t begin() const { return begin_; }
    std::uint64_t end() const { return begin_ + bytes_.size(); }

private:
    std::string bytes_;
    std::uint64_t begin_ = 0;
};

}  // namespace ingestd::chunk
