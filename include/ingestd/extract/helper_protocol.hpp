// What server and helper program say to each other over their socket pair.
//
//   frame   = length u32 | kind u8 | payload of `length` bytes
//   text    = length u32 | that many bytes of UTF-8
//   All integers little-endian; f64 as its IEEE 754 bits. Both ends are of the same build: no
//   version.
//
//   server → helper
//     read    1   type u8 | bytes u64 | content_type text | source_language text | filename text
//                 | password text | ocr_languages text ("eng+deu") | first_page u32
//                 | last_page u32
//                 its first byte carries the open document as SCM_RIGHTS
//   helper → server, any number of `blocks` and children, then `ended` or `failed`; the helper then
//   waits for a `read`
//     blocks  2   part_read f64 | count u32 | count × (kind u8 | before u8 | level u8 |
//     is_table_header u8
//                 | page u32 | text)
//     ended   3   format text | title text | author text | language text | encoding text
//                 | created text | modified text | pages u32 | count u32 | count × warning text
//     failed  4   code text | detail text | stage u8 | page u32
//     child   5   name text | content_type text    a document inside of this one; then any number
//     of bytes   6   its bytes                        child_bytes_max at most closed  7   (nothing)
//     the child is complete
//     words   8   page u32 | width f64 | height f64 | count u32
//                 | count × (line u32 | x f64 | y f64 | width f64 | height f64 | text)
//                 in place of blocks, where first_page is not 0
//
// A frame is valid when its length is at most frame_payload_max, its kind is known, its payload has
// exactly the parts above, and every value is one that its type allows. The helper is not trusted:
// it has hostile bytes inside. Anything else it says ends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/base/units.hpp>
#include <ingestd/extract/document_type.hpp>
#include <ingestd/extract/extractor.hpp>

namespace ingestd::extract {

// A helper sends what it has when a block of block_text_max and as much of small ones have
// gathered.
inline constexpr std::size_t frame_payload_max = 512_KiB;

// How the helper exits when memory was refused to it.
inline constexpr int out_of_memory_exit = 86;

// Where the helper finds its end of the socket pair.
inline constexpr int helper_socket = 3;

enum class FrameKind : std::uint8_t {
    read = 1,
    blocks = 2,
    ended = 3,
    failed = 4,
    child = 5,
    bytes = 6,
    closed = 7,
    words = 8
};

// Of a child's bytes in one frame; and of its name and its declared type.
inline constexpr std::size_t child_bytes_max = 64_KiB;
inline constexpr std::size_t child_name_max = 4_KiB;

struct ReadOrder {
    DocumentType type = DocumentType::text;
    std::uint64_t bytes = 0;
    std::string content_type;
    std::string source_language;  // of source code: "python"
    std::string filename;         // a name to call things by, never a path
    std::string password{};
    std::string ocr_languages{};  // of Tesseract, joined by '+'
    PageSpan words_of{};          // none: the document's blocks

    friend bool operator==(const ReadOrder&, const ReadOrder&) = default;
};

std::string encode(const ReadOrder& order);
std::string encode(const Extracted& extracted);
std::string encode(const ChildBegins& child);
std::string encode_child_bytes(std::string_view bytes);
std::string encode(const ChildEnds& child);
std::string encode(const PageWords& words);
std::string encode(const Ended& ended);
std::string encode(const DocumentFailure& failure);

//   payload  valid until the next call on the FrameBuffer it came from
struct Frame {
    FrameKind kind = FrameKind::read;
    std::string_view payload;
};

// nullopt: not a valid frame of that direction.
std::optional<ReadOrder> decode_order(const Frame& frame);
std::optional<ExtractStep> decode_step(const Frame& frame);

// Bytes as they arrive in, whole frames out. Pure.
//   memory  at most one frame and what arrived with it
class FrameBuffer {
public:
    void push(std::string_view bytes);

    // nullopt: no whole frame is there yet, or never will be (is_broken).
    std::optional<Frame> next();

    bool is_broken() const { return is_broken_; }  // a length beyond the bound, an unknown kind
    bool is_empty() const { return bytes_.size() == taken_; }

private:
    std::string bytes_;
    std::size_t taken_ = 0;
    bool is_broken_ = false;
};

}  // namespace ingestd::extract
