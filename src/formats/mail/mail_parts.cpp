#include "mail_parts.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

// GLib keeps types and tables for good: once in a process.
void begin_gmime() {
    static const bool is_ready = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(is_ready);
}

std::string raw_header(GMimeObject* object, const char* name) {
    auto* headers = g_mime_object_get_header_list(object);
    auto* header = headers != nullptr ? g_mime_header_list_get_header(headers, name) : nullptr;
    const char* value = header != nullptr ? g_mime_header_get_raw_value(header) : nullptr;
    return value != nullptr ? value : "";
}

std::string media_type_of(GMimeObject* object) {
    auto* type = g_mime_object_get_content_type(object);
    gchar* name = type != nullptr ? g_mime_content_type_get_mime_type(type) : nullptr;
    std::string media_type = name != nullptr ? name : "";
    g_free(name);
    std::transform(media_type.begin(), media_type.end(), media_type.begin(), [](char c) {
        return g_ascii_tolower(c);
    });
    return media_type;
}

bool is_signature(std::string_view media_type) {
    return media_type == "application/pgp-signature" ||
           media_type == "application/pkcs7-signature" ||
           media_type == "application/x-pkcs7-signature";
}

// What waits to be looked at: parts stand in it in reverse.
struct Waiting {
    GMimeObject* object;
    std::size_t depth;
    std::size_t group;
};

}  // namespace

MimeMessage::MimeMessage(std::string_view content) : content_{content} {
    begin_gmime();
    bytes_ = g_byte_array_new();
    // Nothing is written through it, and it is emptied before it goes.
    bytes_->data = reinterpret_cast<guint8*>(const_cast<char*>(content.data()));
    bytes_->len = static_cast<guint>(content.size());
    stream_.reset(g_mime_stream_mem_new());
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream_.get()), FALSE);
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream_.get()), bytes_);

    auto* options = g_mime_parser_options_new();
    g_mime_parser_options_set_warning_callback(
        options,
        [](gint64, GMimeParserWarning warning, const gchar*, gpointer message) {
            static_cast<MimeMessage*>(message)->take_warning(warning);
        },
        this
    );
    auto* parser = g_mime_parser_new_with_stream(stream_.get());
    g_mime_parser_set_persist_stream(parser, TRUE);
    message_.reset(g_mime_parser_construct_message(parser, options));
    g_object_unref(parser);
    g_mime_parser_options_free(options);
}

MimeMessage::~MimeMessage() {
    message_.reset();
    stream_.reset();
    bytes_->data = nullptr;
    bytes_->len = 0;
    g_byte_array_unref(bytes_);
}

void MimeMessage::take_warning(GMimeParserWarning warning) {
    is_cut_off_ = is_cut_off_ || warning == GMIME_WARN_TRUNCATED_MESSAGE;
    is_too_deep_ = is_too_deep_ || warning == GMIME_CRIT_NESTING_OVERFLOW;
}

std::string MimeMessage::header(const char* name) const {
    return message_ ? header_of(message_.get(), name) : "";
}

std::string MimeMessage::sent_at() const {
    const auto raw = header("Date");
    auto* when = raw.empty() ? nullptr : g_mime_utils_header_decode_date(raw.c_str());
    auto* utc = when != nullptr ? g_date_time_to_utc(when) : nullptr;
    gchar* text = utc != nullptr ? g_date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ") : nullptr;
    std::string sent = text != nullptr ? text : "";
    g_free(text);
    if (utc != nullptr) g_date_time_unref(utc);
    if (when != nullptr) g_date_time_unref(when);
    return sent;
}

MailPart MimeMessage::describe(GMimeObject* object) const {
    MailPart part;
    part.media_type = media_type_of(object);
    part.content_type = raw_header(object, "Content-Type");
    part.disposition = raw_header(object, "Content-Disposition");
    part.has_content_id = g_mime_object_get_content_id(object) != nullptr;
    if (GMIME_IS_MESSAGE_PART(object)) {
        part.message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        return part;
    }
    if (!GMIME_IS_PART(object)) return part;
    part.encoding = g_mime_part_get_content_encoding(GMIME_PART(object));
    auto* wrapper = g_mime_part_get_content(GMIME_PART(object));
    auto* stream = wrapper != nullptr ? g_mime_data_wrapper_get_stream(wrapper) : nullptr;
    if (stream == nullptr) return part;
    // The parts are pieces of the one stream that the message is.
    const auto begin = std::clamp<gint64>(stream->bound_start, 0, bytes_->len);
    const auto end = stream->bound_end < 0
                         ? static_cast<gint64>(bytes_->len)
                         : std::clamp<gint64>(stream->bound_end, begin, bytes_->len);
    part.encoded =
        content_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    return part;
}

std::optional<DocumentFailure> MimeMessage::list_parts(std::vector<MailPart>& parts) const {
    if (!message_) return DocumentFailure{"malformed", "The file holds no e-mail message."};
    const DocumentFailure too_deep{
        "malformed",
        "The message is nested deeper than " + std::to_string(mail_depth_max) + " levels."};
    if (is_too_deep_) return too_deep;
    std::vector<Waiting> waiting{{g_mime_message_get_mime_part(message_.get()), 1, 0}};
    std::size_t groups = 0;
    while (!waiting.empty()) {
        const auto [object, depth, group] = waiting.back();
        waiting.pop_back();
        if (object == nullptr) continue;
        if (depth > mail_depth_max) return too_deep;
        if (parts.size() > mail_parts_max) {
            return DocumentFailure{
                "too_large",
                "The message has more than " + std::to_string(mail_parts_max) + " parts."};
        }
        const auto media_type = media_type_of(object);
        if (!GMIME_IS_MULTIPART(object) || media_type == "multipart/encrypted") {
            if (is_signature(media_type)) continue;
            parts.push_back(describe(object));
            parts.back().group = group;
            continue;
        }
        const auto inner = media_type == "multipart/alternative" ? ++groups : group;
        auto* multipart = GMIME_MULTIPART(object);
        for (int i = g_mime_multipart_get_count(multipart); i-- > 0;) {
            waiting.push_back({g_mime_multipart_get_part(multipart, i), depth + 1, inner});
        }
    }
    return std::nullopt;
}

std::string header_of(GMimeMessage* message, const char* name) {
    return raw_header(GMIME_OBJECT(message), name);
}

std::string bytes_of(GMimeMessage* message) {
    auto* stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(message), nullptr, stream);
    const auto* written = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    std::string bytes{reinterpret_cast<const char*>(written->data), written->len};
    g_object_unref(stream);
    return bytes;
}

}  // namespace ingestd::formats
