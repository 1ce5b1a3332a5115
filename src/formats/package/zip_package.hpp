// A document that is a zip package of parts, unpacked within bounds. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#include <ingestd/document/document_failure.hpp>

struct zip;

namespace ingestd::formats {

// Takes a part as it is unpacked, at most 64 KiB at a time. False: no more of it is wanted.
using TakePiece = std::function<bool(std::string_view piece)>;

// Names of parts are looked up in the package's directory and nowhere else: absolute ones, ones
// with "..", and ones that occur twice (the first counts) are just names.
//   memory  the directory, and one piece
class ZipPackage {
public:
    // what     for a person, with its article: "The Word document"
    // content  must outlive the package
    // errors   malformed; too_large (parts); password_required for an Office document that is
    //          encrypted as a whole
    static std::variant<ZipPackage, DocumentFailure> open(
        std::string_view content, std::string_view what
    );

    // Upper and lower case count as the same where the very name is not there.
    bool has(std::string_view part) const;

    // As the directory tells it, not to be trusted; 0: not told, or no such part.
    std::uint64_t declared_bytes(std::string_view part) const;

    // errors  malformed: no such part, damaged; too_large: of what is in limits.hpp;
    //         password_required. What was handed over before stands
    std::optional<DocumentFailure> read(std::string_view part, const TakePiece& take);

    // errors  also too_large: more than tree_bytes_max
    std::variant<std::string, DocumentFailure> read_whole(std::string_view part);

    const std::string& what() const { return what_; }
    DocumentFailure malformed(std::string_view how) const;
    DocumentFailure password_required() const;

private:
    struct Discard {
        void operator()(zip* archive) const;
    };

    ZipPackage(std::unique_ptr<zip, Discard> archive, std::size_t bytes, std::string_view what);

    std::optional<std::uint64_t> index_of(std::string_view part) const;
    DocumentFailure damaged(int zip_error) const;
    bool is_beyond_bounds(std::uint64_t part_bytes, std::uint64_t packed_bytes) const;

    std::unique_ptr<zip, Discard> archive_;
    std::unordered_map<std::string, std::uint64_t> by_lower_name_;
    std::uint64_t package_bytes_ = 0;
    std::uint64_t unpacked_bytes_ = 0;  // of all parts so far
    std::string what_;
};

}  // namespace ingestd::formats
