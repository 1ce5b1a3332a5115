// The parts of a MIME message, in their order, through GMime. Private to the room.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmime/gmime.h>
#include <ingestd/document/document_failure.hpp>

namespace ingestd::formats {

//   media_type  lower case, "text/plain"
//   message     a message inside of this one; its bytes are not among the others
//   group       parts with the same number are alternatives, or belong to one; 0: none
struct MailPart {
    std::string media_type;
    std::string content_type;  // the raw header
    std::string disposition;   // the raw header
    bool has_content_id = false;
    std::string_view encoded;
    GMimeContentEncoding encoding = GMIME_CONTENT_ENCODING_DEFAULT;
    GMimeMessage* message = nullptr;
    std::size_t group = 0;
};

class MimeMessage {
public:
    // content  must outlive this
    explicit MimeMessage(std::string_view content);
    ~MimeMessage();
    MimeMessage(const MimeMessage&) = delete;
    MimeMessage& operator=(const MimeMessage&) = delete;

    // What stands behind the name, as it is; empty: it is not there. The first counts.
    std::string header(const char* name) const;

    // Those that hold something, without the signatures of signed ones.
    //   errors  malformed: nested too deep, or no message at all
    std::optional<DocumentFailure> list_parts(std::vector<MailPart>& parts) const;

    // When it was sent, as "2024-10-01T17:34:56Z"; empty: not told.
    std::string sent_at() const;

    // A part that was to end did not.
    bool is_cut_off() const { return is_cut_off_; }

private:
    struct Unreference {
        void operator()(void* object) const { g_object_unref(object); }
    };

    void take_warning(GMimeParserWarning warning);
    MailPart describe(GMimeObject* object) const;

    std::string_view content_;
    GByteArray* bytes_;  // stands for the content, and never owns it
    std::unique_ptr<GMimeStream, Unreference> stream_;
    std::unique_ptr<GMimeMessage, Unreference> message_;
    bool is_cut_off_ = false;
    bool is_too_deep_ = false;
};

// The header of a message inside of another.
std::string header_of(GMimeMessage* message, const char* name);

// A message inside of another, as bytes.
std::string bytes_of(GMimeMessage* message);

}  // namespace ingestd::formats
