#include "compressed_rtf.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t header_bytes = 16;
constexpr std::size_t window_bytes = 4096;

// What the window holds at the beginning.
constexpr std::string_view beginning =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(beginning.size() == 207);

class Decompressor {
public:
    Decompressor() {
        window_.fill('\0');
        std::copy(beginning.begin(), beginning.end(), window_.begin());
    }

    std::string read(std::string_view bytes) {
        std::size_t at = 0;
        while (at < bytes.size()) {
            const auto bits = static_cast<unsigned char>(bytes[at++]);
            for (unsigned bit = 0; bit < 8; ++bit) {
                if (text_.size() >= tree_bytes_max) return text_;
                const bool is_reference = (bits >> bit & 1U) != 0;
                if (at + (is_reference ? 2 : 1) > bytes.size()) return text_;
                if (!is_reference) {
                    put(bytes[at++]);
                } else if (!copy(bytes[at], bytes[at + 1])) {
                    return text_;
                } else {
                    at += 2;
                }
            }
        }
        return text_;
    }

private:
    void put(char c) {
        text_ += c;
        window_[next_] = c;
        next_ = (next_ + 1) % window_bytes;
    }

    // False: the end.
    bool copy(char high, char low) {
        const auto pair = static_cast<std::size_t>(static_cast<unsigned char>(high)) << 8 |
                          static_cast<unsigned char>(low);
        auto place = pair >> 4;
        if (place == next_) return false;
        for (auto left = (pair & 0xF) + 2; left > 0; --left) {
            put(window_[place]);
            place = (place + 1) % window_bytes;
        }
        return true;
    }

    std::array<char, window_bytes> window_{};
    std::size_t next_ = beginning.size();
    std::string text_;
};

}  // namespace

std::optional<std::string> decompress_rtf(std::string_view bytes) {
    if (bytes.size() < header_bytes) return std::nullopt;
    const auto kind = bytes.substr(8, 4);
    const auto content = bytes.substr(header_bytes);
    if (kind == "MELA") return std::string{content.substr(0, tree_bytes_max)};
    if (kind == "LZFu") return Decompressor{}.read(content);
    return std::nullopt;
}

}  // namespace ingestd::formats
