#include "zip_package.hpp"

#include <algorithm>
#include <cctype>
#include <new>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/limits.hpp>
#include <zip.h>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t piece_bytes = 64_KiB;
constexpr auto compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;
constexpr const char* encrypted =
    " is encrypted, and no password opens it here: it can be read once it is saved without one.";
// The stream of an encrypted Office document, as the compound file around it names it (UTF-16).
constexpr auto encrypted_package = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

// How a package that is none is told.
DocumentFailure no_package(std::string_view content, std::string_view what, int zip_error) {
    if (content.starts_with(compound_file)) {
        if (content.find(encrypted_package) != content.npos) {
            return {"password_required", std::string{what} + encrypted};
        }
        return {"malformed", std::string{what} + " is in truth one of the formats of before 2007."};
    }
    if (!content.starts_with("PK")) {
        return {"malformed", std::string{what} + " is none: it is no zip package."};
    }
    if (zip_error == ZIP_ER_NOZIP) {
        return {"malformed", std::string{what} + " is cut off: the end of its package is missing."};
    }
    return {"malformed", std::string{what} + " is a zip package whose directory is damaged."};
}

}  // namespace

void ZipPackage::Discard::operator()(zip* archive) const {
    zip_discard(archive);
}

std::variant<ZipPackage, DocumentFailure> ZipPackage::open(
    std::string_view content, std::string_view what
) {
    // To the library no bytes at all are a package that is still to be filled.
    if (content.empty()) return no_package(content, what, ZIP_ER_NOZIP);
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(content.data(), content.size(), 0, &error);
    if (source == nullptr) throw std::bad_alloc{};
    auto* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr) {
        zip_source_free(source);
        const auto code = zip_error_code_zip(&error);
        zip_error_fini(&error);
        return no_package(content, what, code);
    }
    std::unique_ptr<zip, Discard> opened{archive};
    if (zip_get_num_entries(archive, 0) > static_cast<zip_int64_t>(package_parts_max)) {
        return DocumentFailure{
            "too_large",
            std::string{what} + " holds more than " + std::to_string(package_parts_max) +
                " parts."};
    }
    return ZipPackage{std::move(opened), content.size(), what};
}

ZipPackage::ZipPackage(
    std::unique_ptr<zip, Discard> archive, std::size_t bytes, std::string_view what
)
    : archive_{std::move(archive)}, package_bytes_{bytes}, what_{what} {
    const auto parts = zip_get_num_entries(archive_.get(), 0);
    for (zip_int64_t i = 0; i < parts; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        const char* name = zip_get_name(archive_.get(), index, 0);
        if (name != nullptr) by_lower_name_.emplace(lower(name), index);
    }
}

std::optional<std::uint64_t> ZipPackage::index_of(std::string_view part) const {
    const std::string name{part};
    auto index = zip_name_locate(archive_.get(), name.c_str(), 0);
    if (index >= 0) return static_cast<std::uint64_t>(index);
    const auto found = by_lower_name_.find(lower(part));
    if (found == by_lower_name_.end()) return std::nullopt;
    return found->second;
}

bool ZipPackage::has(std::string_view part) const {
    return index_of(part).has_value();
}

std::uint64_t ZipPackage::declared_bytes(std::string_view part) const {
    const auto index = index_of(part);
    zip_stat_t stat;
    if (!index || zip_stat_index(archive_.get(), *index, 0, &stat) != 0) return 0;
    return (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : 0;
}

DocumentFailure ZipPackage::malformed(std::string_view how) const {
    return {"malformed", what_ + ' ' + std::string{how}};
}

DocumentFailure ZipPackage::password_required() const {
    return {"password_required", what_ + encrypted};
}

DocumentFailure ZipPackage::damaged(int zip_error) const {
    switch (zip_error) {
        case ZIP_ER_NOPASSWD:
        case ZIP_ER_WRONGPASSWD:
        case ZIP_ER_ENCRNOTSUPP:
            return password_required();
        case ZIP_ER_COMPNOTSUPP:
            return malformed("is compressed in a way that is not read.");
        case ZIP_ER_CRC:
            return malformed("is damaged: a part of it does not match its checksum.");
        case ZIP_ER_MEMORY:
            throw std::bad_alloc{};
        default:
            return malformed("is damaged: a part of it cannot be unpacked.");
    }
}

bool ZipPackage::is_beyond_bounds(std::uint64_t part_bytes, std::uint64_t packed_bytes) const {
    const auto is_steep = [](std::uint64_t unpacked, std::uint64_t packed) {
        return unpacked > package_ratio_free_bytes && unpacked / package_ratio_max > packed;
    };
    // A part that says it takes more than the whole package does not.
    return unpacked_bytes_ > package_bytes_max || is_steep(unpacked_bytes_, package_bytes_) ||
           is_steep(part_bytes, std::min(packed_bytes, package_bytes_));
}

std::optional<DocumentFailure> ZipPackage::read(std::string_view part, const TakePiece& take) {
    const auto index = index_of(part);
    if (!index) return malformed("lacks a part that it names.");
    zip_stat_t stat;
    if (zip_stat_index(archive_.get(), *index, 0, &stat) != 0) {
        return malformed("is damaged: its directory cannot be read.");
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
        return password_required();
    }
    const std::unique_ptr<zip_file_t, CloseFile> file{zip_fopen_index(archive_.get(), *index, 0)};
    if (!file) return damaged(zip_error_code_zip(zip_get_error(archive_.get())));
    std::vector<char> piece(piece_bytes);
    std::uint64_t part_bytes = 0;
    for (;;) {
        const auto got = zip_fread(file.get(), piece.data(), piece.size());
        if (got < 0) return damaged(zip_error_code_zip(zip_file_get_error(file.get())));
        if (got == 0) return std::nullopt;
        part_bytes += static_cast<std::uint64_t>(got);
        unpacked_bytes_ += static_cast<std::uint64_t>(got);
        if (is_beyond_bounds(part_bytes, stat.comp_size)) {
            return DocumentFailure{
                "too_large",
                what_ + " unpacks to far more than it should: that is how an attack looks."};
        }
        if (!take({piece.data(), static_cast<std::size_t>(got)})) return std::nullopt;
    }
}

std::variant<std::string, DocumentFailure> ZipPackage::read_whole(std::string_view part) {
    std::string whole;
    bool is_too_large = false;
    auto failure = read(part, [&](std::string_view piece) {
        is_too_large = whole.size() + piece.size() > tree_bytes_max;
        if (!is_too_large) whole += piece;
        return !is_too_large;
    });
    if (failure) return std::move(*failure);
    if (is_too_large) {
        return DocumentFailure{
            "too_large",
            what_ + " holds a part of more than " + std::to_string(tree_bytes_max >> 20) +
                " MiB that must be held in memory as a whole."};
    }
    return whole;
}

}  // namespace ingestd::formats
