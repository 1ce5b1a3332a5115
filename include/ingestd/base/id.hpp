// Identifiers of the product: 128-bit UUIDs (RFC 9562), a type of its own for each kind, so that a
// DocumentId cannot be passed for an UploadId.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/base/clock.hpp>

namespace ingestd {

// The 16 octets of a UUID in network order.
using UuidBytes = std::array<std::uint8_t, 16>;

UuidBytes random_uuid();                 // version 4
UuidBytes ordered_uuid(Timestamp time);  // version 7: sorts by its millisecond, 74 bits are random
UuidBytes name_uuid(const UuidBytes& space, std::string_view name);  // version 5
std::string format_uuid(const UuidBytes& bytes);                     // lower case, with dashes
std::optional<UuidBytes> parse_uuid(std::string_view text);          // the dashed form only

template <class Tag>
struct Id {
    UuidBytes bytes{};

    static Id random() { return {random_uuid()}; }
    // For rows that are made one after the other: an index of such ids grows at its end alone.
    static Id ordered(Timestamp time) { return {ordered_uuid(time)}; }
    static Id named(const UuidBytes& space, std::string_view name) {
        return {name_uuid(space, name)};
    }
    static std::optional<Id> parse(std::string_view text) {
        auto parsed = parse_uuid(text);
        if (!parsed) return std::nullopt;
        return Id{*parsed};
    }
    std::string str() const { return format_uuid(bytes); }

    friend auto operator<=>(const Id&, const Id&) = default;
};

using UploadId = Id<struct UploadTag>;
using DocumentId =
    Id<struct DocumentTag>;           // UUIDv5 of collection and key: the same on every upload
using ChunkId = Id<struct ChunkTag>;  // UUIDv5 of collection, key and position
using GenerationId = Id<struct GenerationTag>;  // one build of a collection, one file
using RequestId = Id<struct RequestTag>;

DocumentId document_id(std::string_view collection, std::string_view key);
ChunkId chunk_id(const DocumentId& document, std::uint64_t position);

}  // namespace ingestd

template <class Tag>
struct std::hash<ingestd::Id<Tag>> {
    std::size_t operator()(const ingestd::Id<Tag>& id) const noexcept {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}
        );
    }
};
