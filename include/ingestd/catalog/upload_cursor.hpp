// A place in the list of uploads, as the text that a client hands back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>

namespace ingestd::catalog {

// The upload after which a page goes on. Uploads that arrive meanwhile do not move it.
struct UploadCursor {
    Timestamp received;
    UploadId id;

    std::string str() const;
    static std::optional<UploadCursor> parse(std::string_view text);
    static UploadCursor newest();  // before every upload, newest first
    static UploadCursor oldest();  // before every upload, oldest first

    friend bool operator==(const UploadCursor&, const UploadCursor&) = default;
};

}  // namespace ingestd::catalog
