// multipart/form-data (RFC 7578, RFC 2046) as it arrives, whatever way its bytes are cut.
//
//   --boundary CRLF  (field: value CRLF)*  CRLF  bytes  CRLF --boundary … CRLF --boundary--
//   [epilogue]
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <ingestd/base/result.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::http {

// Bounds what one part can make us hold before its bytes begin; browsers send under 1 KiB.
inline constexpr std::size_t part_head_bytes_max = 16_KiB;

// A part's head. All valid UTF-8.
//   filename      nullopt for a plain field; "" for a file input nobody filled in. From filename*
//                 (RFC 5987), else filename with %22 %0D %0A decoded as browsers encode them
//   content_type  as sent; "" when the part names none
struct PartHead {
    std::string name;
    std::optional<std::string> filename;
    std::string content_type;

    friend bool operator==(const PartHead&, const PartHead&) = default;
};

// The boundary that a request's Content-Type names.  errors  Errc::bad_multipart
Result<std::string> multipart_boundary(std::string_view content_type);

// Pure: fed bytes, gives events.
//
//   parser.feed(bytes);
//   for (;;) {
//       auto event = parser.next();
//       if (!event) return event.error();
//       if (!*event) break;                     // feed more
//       …
//   }
//   when the body has ended: parser.finish()
//
//   memory  part_head_bytes_max
class MultipartParser {
public:
    struct PartBegin {
        PartHead head;
    };
    struct PartBytes {
        std::span<const std::byte> bytes;  // valid until the next call
    };
    struct PartEnd {};
    struct End {};  // the closing boundary; what follows is ignored
    using Event = std::variant<PartBegin, PartBytes, PartEnd, End>;

    explicit MultipartParser(std::string_view boundary);

    // REQUIRES: next() has given nullopt for what was fed before. `bytes` stay valid until it does
    // again.
    void feed(std::span<const std::byte> bytes);

    // nullopt: everything fed is used up.
    //   errors  Errc::bad_multipart, which says in which part and at which byte; final
    Result<std::optional<Event>> next();

    // The body has ended.
    //   errors  Errc::truncated_multipart, unless End was given
    Result<void> finish() const;

private:
    enum class Place { preamble, after_delimiter, head, bytes, epilogue };

    std::optional<Event> find_delimiter();
    Result<void> read_after_delimiter();
    Result<std::optional<Event>> read_head();
    Result<PartHead> parse_part_head(std::string_view text) const;
    std::size_t matched_at_end() const;
    Error broken(std::string_view what) const;
    std::string where() const;

    std::string delimiter_;  // CRLF -- boundary
    Place place_ = Place::preamble;
    std::string_view input_;
    std::uint64_t taken_ = 0;  // bytes fed
    std::size_t matched_ = 2;  // of the delimiter, at the end of what was used up
    std::size_t borrowed_ =
        2;  // of matched_, a CRLF that is not content: before the body, or a head's last
    std::string line_;        // what follows a delimiter, until its CRLF
    std::string head_;        // of the part being read
    std::uint64_t part_ = 0;  // counted from 1
    std::string part_name_;
    bool part_ended_ = false;  // the next event is PartEnd
    bool end_given_ = false;
};

}  // namespace ingestd::http
