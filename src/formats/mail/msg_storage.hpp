// The compound file that an Outlook message is: storages with properties in them. Private to the
// room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gsf/gsf.h>

namespace ingestd::formats {

// What a property is about (MS-OXPROPS); only those that are read.
enum class MsgProperty : std::uint16_t {
    subject = 0x0037,
    sent_at = 0x0039,
    representing_name = 0x0042,
    recipient_kind = 0x0C15,
    sender_name = 0x0C1A,
    sender_address = 0x0C1F,
    shown_cc = 0x0E03,
    shown_to = 0x0E04,
    delivered_at = 0x0E06,
    body = 0x1000,
    compressed_rtf = 0x1009,
    html = 0x1013,
    name = 0x3001,
    address = 0x3003,
    attached = 0x3701,
    short_file_name = 0x3704,
    attach_method = 0x3705,
    long_file_name = 0x3707,
    media_type = 0x370E,
    content_id = 0x3712,
    smtp_address = 0x39FE,
    internet_code_page = 0x3FDE,
    message_code_page = 0x3FFD,
    sender_smtp_address = 0x5D01,
};

// A message, a recipient or an attachment. What is missing is empty or 0.
class MsgStorage {
public:
    // A storage counts its fixed properties from behind a header of another length.
    enum class Kind { message, inner_message, part };

    // nullopt: no compound file.  content  must outlive it
    static std::optional<MsgStorage> open(std::string_view content);

    // Whether these are properties at all: other programs use the same container.
    bool has_properties() const { return !fixed_.empty(); }

    //   code_page  of texts that are not in UTF-16; 0: the message's own
    std::string text(MsgProperty property) const;
    std::uint32_t number(MsgProperty property) const;
    // In units of 100 ns since 1601.
    std::uint64_t time(MsgProperty property) const;
    // A binary one, at most so many bytes of it.
    std::string bytes(MsgProperty property, std::size_t bytes_max) const;
    // The same, handed over at most 64 KiB at a time. False: there is none.
    bool read_bytes(MsgProperty property, const std::function<void(std::string_view)>& take) const;

    // The storages whose names begin so, in the order of their numbers.
    std::vector<MsgStorage> parts(const char* prefix, std::size_t count_max) const;
    std::optional<MsgStorage> inner_message() const;

    std::string encoding() const { return encoding_; }
    void set_encoding(std::string encoding) { encoding_ = std::move(encoding); }

private:
    struct Unreference {
        void operator()(void* object) const { g_object_unref(object); }
    };
    using Storage = std::unique_ptr<GsfInfile, Unreference>;
    using Stream = std::unique_ptr<GsfInput, Unreference>;

    MsgStorage(Storage storage, Kind kind);

    Stream stream(MsgProperty property, const char* type) const;
    std::optional<std::string_view> fixed(MsgProperty property) const;

    Storage storage_;
    std::string fixed_;  // its entries of 16 bytes: type u16 | property u16 | flags u32 | value
    std::string encoding_ = "windows-1252";
};

}  // namespace ingestd::formats
