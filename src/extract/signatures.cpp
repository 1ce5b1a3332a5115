#include "signatures.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ingestd::extract {
namespace {

using namespace std::string_view_literals;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    const char* name;
};

constexpr std::array signatures{
    Signature{4, "ftypavif"sv, "AVIF image"},
    Signature{4, "ftypheic"sv, "HEIC image"},
    Signature{4, "ftyp"sv, "MP4 video or audio"},
    Signature{0, "\x1A\x45\xDF\xA3"sv, "Matroska or WebM video"},
    Signature{0, "RIFF"sv, "WAV or AVI recording"},
    Signature{0, "ID3"sv, "MP3 recording"},
    Signature{0, "OggS"sv, "Ogg recording"},
    Signature{0, "fLaC"sv, "FLAC recording"},
    Signature{
        0,
        "\x7F"
        "ELF"sv,
        "Executable program (ELF)"},
    Signature{0, "\xFE\xED\xFA\xCF"sv, "Executable program (Mach-O)"},
    Signature{0, "\xCF\xFA\xED\xFE"sv, "Executable program (Mach-O)"},
    Signature{0, "\xCA\xFE\xBA\xBE"sv, "Java class or Mach-O program"},
    Signature{0, "\0asm"sv, "WebAssembly program"},
    Signature{0, "%!PS"sv, "PostScript document"},
    Signature{
        0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "Document of an Office program of before 2007"},
    Signature{0, "SQLite format 3\0"sv, "SQLite database"},
    Signature{0, "PAR1"sv, "Parquet file"},
    Signature{0, "wOFF"sv, "Font"},
    Signature{0, "wOF2"sv, "Font"},
    Signature{0, "OTTO"sv, "Font"},
    Signature{0, "\0\1\0\0\0"sv, "Font"},
};

constexpr std::array pictures{
    std::pair{0, "\x89PNG\r\n\x1A\n"sv},
    std::pair{0, "\xFF\xD8\xFF"sv},  // JPEG
    std::pair{0, "GIF87a"sv},
    std::pair{0, "GIF89a"sv},
    std::pair{0, "II*\0"sv},  // TIFF
    std::pair{0, "MM\0*"sv},
    std::pair{8, "WEBP"sv},
};

// Two letters are not enough: behind the size four bytes are zero, behind the offset a header of
// less than 256 bytes begins.
bool is_bmp(std::string_view head) {
    return head.starts_with("BM") && head.size() >= 18 && head.substr(6, 4) == "\0\0\0\0"sv &&
           head.substr(15, 3) == "\0\0\0"sv;
}

// A line of its own names the kind. Kinds 1 to 3 are text, which the file's name tells.
bool is_pnm(std::string_view head) {
    return head.size() >= 4 && head[0] == 'P' && head[1] >= '4' && head[1] <= '6' &&
           head[2] == '\n' && (head[3] == '#' || (head[3] >= '0' && head[3] <= '9'));
}

// Of archives, and of what packs a single file. ZIP has rules of its own.
constexpr std::array archives{
    std::pair{0, "\x1F\x8B\x08"sv},  // gzip, deflated
    std::pair{0, "\x1F\x9D\x90"sv},  // compress, as it is always used
    std::pair{
        0,
        "\xFD"
        "7zXZ\0"sv},
    std::pair{0, "\x28\xB5\x2F\xFD"sv},  // zstd
    std::pair{0, "\x04\x22\x4D\x18"sv},  // lz4
    std::pair{0, "LZIP\1"sv},
    std::pair{4, "1AY&SY"sv},  // bzip2, behind "BZh9"
    std::pair{0, "7z\xBC\xAF\x27\x1C"sv},
    std::pair{0, "Rar!\x1A\x07"sv},
    std::pair{0, "MSCF\0\0\0\0"sv},  // cabinet
    std::pair{0, "!<arch>\n"sv},
    std::pair{0, "\xC7\x71"sv},  // cpio, as it was first
    std::pair{257, "ustar"sv},   // tar
};

bool is_windows_program(std::string_view head) {
    return head.starts_with("MZ") &&
           (head.find("PE\0\0"sv) != head.npos || head.find("DOS mode") != head.npos);
}

constexpr std::array endings{
    std::pair{"svg"sv, "SVG image"},
};

// The header of a cpio of today is written in digits, and a text may begin with some of them.
bool is_cpio(std::string_view head) {
    const bool is_octal = head.starts_with("070707");
    if (!is_octal && !head.starts_with("070701") && !head.starts_with("070702")) return false;
    const auto header = head.substr(0, is_octal ? 76 : 110);
    return header.size() >= 76 && header.find_first_not_of("0123456789abcdefABCDEF") == header.npos;
}

template <std::size_t N>
bool begins_as_one_of(
    const std::array<std::pair<int, std::string_view>, N>& table, std::string_view head
) {
    return std::any_of(table.begin(), table.end(), [head](const auto& known) {
        const auto& [offset, bytes] = known;
        return head.size() >= static_cast<std::size_t>(offset) &&
               head.substr(static_cast<std::size_t>(offset)).starts_with(bytes);
    });
}

}  // namespace

bool is_encrypted_office(std::string_view head) {
    constexpr auto stream = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;
    return is_compound_file(head) && head.find(stream) != head.npos;
}

bool holds_stream(std::string_view head, std::string_view name) {
    std::string wide;  // as the directory has it
    for (const char c : name) wide.append({c, '\0'});
    return head.find(wide) != head.npos;
}

bool is_compound_file(std::string_view head) {
    return head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

bool is_pdf(std::string_view head) {
    if (head.starts_with("%PDF-")) return true;
    // A text about PDFs may name the mark too; it holds no objects.
    const auto at = head.substr(0, 1024).find("%PDF-");
    return at != head.npos && head.find(" obj", at) != head.npos;
}

bool is_archive(std::string_view head) {
    return is_cpio(head) || begins_as_one_of(archives, head);
}

bool is_picture(std::string_view head) {
    return begins_as_one_of(pictures, head) || is_bmp(head) || is_pnm(head);
}

std::optional<std::string> unsupported_by_signature(std::string_view head) {
    if (is_windows_program(head)) return "Executable program (Windows)";
    for (const auto& signature : signatures) {
        if (head.size() < signature.offset) continue;
        if (head.substr(signature.offset).starts_with(signature.bytes)) return signature.name;
    }
    return std::nullopt;
}

std::optional<std::string> unsupported_by_ending(std::string_view ending) {
    for (const auto& [known, name] : endings) {
        if (ending == known) return name;
    }
    return std::nullopt;
}

}  // namespace ingestd::extract
