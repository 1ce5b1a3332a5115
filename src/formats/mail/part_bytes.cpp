#include "part_bytes.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <ingestd/base/units.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t piece_bytes = 48_KiB;

constexpr std::array<bool, 256> base64_characters() {
    std::array<bool, 256> is_one{};
    for (const char c : std::string_view{
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\r\n"}) {
        is_one[static_cast<unsigned char>(c)] = true;
    }
    return is_one;
}

// The part of `encoded` that is base64. Lists of recipients like to add lines of text behind it.
std::string_view valid_base64(std::string_view encoded) {
    constexpr auto is_base64 = base64_characters();
    const auto end = std::find_if(encoded.begin(), encoded.end(), [&](char c) {
        return !is_base64[static_cast<unsigned char>(c)];
    });
    auto length = static_cast<std::size_t>(end - encoded.begin());
    while (length < encoded.size() && encoded[length] == '=') ++length;
    return encoded.substr(0, length);
}

}  // namespace

bool decode_part(
    std::string_view encoded,
    GMimeContentEncoding encoding,
    const std::function<void(std::string_view)>& take
) {
    bool is_whole = true;
    if (encoding == GMIME_CONTENT_ENCODING_BASE64) {
        const auto valid = valid_base64(encoded);
        is_whole = encoded.find_first_not_of(" \t\r\n=", valid.size()) == encoded.npos;
        encoded = valid;
    }
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, encoding);
    std::string decoded;
    while (!encoded.empty()) {
        const auto piece = encoded.substr(0, piece_bytes);
        encoded.remove_prefix(piece.size());
        decoded.resize(g_mime_encoding_outlen(&state, piece.size()));
        const auto length =
            g_mime_encoding_step(&state, piece.data(), piece.size(), decoded.data());
        if (length > 0) take(std::string_view{decoded}.substr(0, length));
    }
    return is_whole;
}

}  // namespace ingestd::formats
