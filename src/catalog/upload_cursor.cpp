#include <charconv>
#include <limits>

#include <ingestd/catalog/upload_cursor.hpp>

namespace ingestd::catalog {

std::string UploadCursor::str() const {
    return std::to_string(received.time_since_epoch().count()) + '.' + id.str();
}

std::optional<UploadCursor> UploadCursor::parse(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    std::int64_t microseconds = 0;
    const auto* const end = text.data() + dot;
    const auto [stopped, failed] = std::from_chars(text.data(), end, microseconds);
    const auto id = UploadId::parse(text.substr(dot + 1));
    if (failed != std::errc{} || stopped != end || !id) return std::nullopt;
    return UploadCursor{Timestamp{std::chrono::microseconds{microseconds}}, *id};
}

UploadCursor UploadCursor::newest() {
    UploadCursor cursor{Timestamp::max(), {}};
    cursor.id.bytes.fill(std::numeric_limits<std::uint8_t>::max());
    return cursor;
}

UploadCursor UploadCursor::oldest() {
    return {Timestamp::min(), {}};
}

}  // namespace ingestd::catalog
