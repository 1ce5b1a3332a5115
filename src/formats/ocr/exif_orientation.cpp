#include "exif_orientation.hpp"

#include <cstddef>
#include <cstdint>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::size_t segments_max = 100;  // EXIF is among the first

// Numbers of a TIFF structure; 0 past its end.
class Numbers {
public:
    explicit Numbers(std::string_view bytes)
        : bytes_{bytes}, is_little_endian_{bytes.starts_with("II")} {}

    std::uint32_t at(std::size_t offset, std::size_t size) const {
        if (offset > bytes_.size() || bytes_.size() - offset < size) return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const auto from = is_little_endian_ ? offset + size - 1 - i : offset + i;
            value = value << 8 | static_cast<unsigned char>(bytes_[from]);
        }
        return value;
    }

private:
    std::string_view bytes_;
    bool is_little_endian_;
};

int orientation_in(std::string_view tiff) {
    const Numbers numbers{tiff};
    const std::size_t directory = numbers.at(4, 4);
    const auto entries = numbers.at(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto entry = directory + 2 + 12 * i;
        if (entry >= tiff.size()) break;
        if (numbers.at(entry, 2) != orientation_tag) continue;
        const auto value = numbers.at(entry + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

}  // namespace

int exif_orientation(std::string_view jpeg) {
    constexpr auto exif = "Exif\0\0"sv;
    if (!jpeg.starts_with("\xFF\xD8")) return 1;
    jpeg.remove_prefix(2);
    for (std::size_t i = 0; i < segments_max && jpeg.size() >= 4; ++i) {
        if (jpeg[0] != '\xFF') return 1;
        const auto kind = static_cast<unsigned char>(jpeg[1]);
        const auto length = static_cast<std::size_t>(static_cast<unsigned char>(jpeg[2])) << 8 |
                            static_cast<unsigned char>(jpeg[3]);
        if (kind == 0xDA || length < 2 || length > jpeg.size() - 2) return 1;  // the picture begins
        const auto data = jpeg.substr(4, length - 2);
        if (kind == 0xE1 && data.starts_with(exif)) return orientation_in(data.substr(exif.size()));
        jpeg.remove_prefix(2 + length);
    }
    return 1;
}

}  // namespace ingestd::formats
