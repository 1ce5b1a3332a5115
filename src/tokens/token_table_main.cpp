// Packs a published table of byte pairs, a line "BASE64 RANK" a token, for the program to embed.
// Runs at build time alone.
#include <array>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

// False: no base64.
bool decode(std::string_view text, std::string& bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned value = 0, bits = 0;
    for (const char c : text) {
        if (c == '=') break;
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) return false;
        value = (value << 6 | static_cast<unsigned>(digit)) & 0xFFFF;
        bits += 6;
        if (bits >= 8) bytes += static_cast<char>(value >> (bits -= 8) & 0xFF);
    }
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return std::cerr << "token-table TABLE.tiktoken PACKED\n", 2;
    std::ifstream in{arguments[1]};
    std::ofstream out{arguments[2], std::ios::binary};
    std::string token;
    std::uint64_t rank = 0, expected = 0;
    while (in >> token >> rank) {
        std::string bytes;
        // The place in the file is the rank: a table with gaps would need another format.
        if (!decode(token, bytes) || bytes.empty() || bytes.size() > 255 || rank != expected++) {
            return std::cerr << arguments[1] << ": no table of byte pairs near rank " << rank
                             << '\n',
                   1;
        }
        out << static_cast<char>(bytes.size()) << bytes;
    }
    out.close();
    if (expected < 256 || !in.eof() || !out) {
        return std::cerr << arguments[1] << ": could not be packed\n", 1;
    }
}
