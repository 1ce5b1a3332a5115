#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/mail.hpp>

#include "../archive/entry_name.hpp"
#include "header_text.hpp"
#include "mail_parts.hpp"
#include "mail_text.hpp"
#include "message_name.hpp"
#include "part_bytes.hpp"

namespace ingestd::formats {
namespace {

bool is_attached(const MailPart& part) {
    const auto word =
        trimmed(std::string_view{part.disposition}.substr(0, part.disposition.find(';')));
    constexpr std::string_view attachment = "attachment";
    return word.size() == attachment.size() &&
           g_ascii_strncasecmp(word.data(), attachment.data(), word.size()) == 0;
}

bool is_inline_text(const MailPart& part) {
    if (is_attached(part) || part.message != nullptr) return false;
    return part.media_type == "text/plain" || part.media_type == "text/html" ||
           part.media_type == "message/delivery-status" || part.media_type == "text/rfc822-headers";
}

bool is_encrypted(const MailPart& part) {
    if (part.media_type == "multipart/encrypted") return true;
    const bool is_pkcs7 = part.media_type == "application/pkcs7-mime" ||
                          part.media_type == "application/x-pkcs7-mime";
    return is_pkcs7 && header_parameter(part.content_type, "smime-type") != "signed-data";
}

std::string file_name(const MailPart& part) {
    auto name = header_parameter(part.disposition, "filename");
    if (name.empty()) name = header_parameter(part.content_type, "name");
    return name.empty() ? name : harmless_name(name).name;
}

// How an attachment without a name is called, so that its type can be told.
std::string made_up_name(const MailPart& part, std::size_t number) {
    auto name = "attachment " + std::to_string(number);
    if (part.media_type == "text/calendar") return name + ".ics";
    if (part.media_type == "text/csv") return name + ".csv";
    if (part.media_type == "application/pdf") return name + ".pdf";
    return name;
}

class MailReader {
public:
    MailReader(std::string_view content, BlockSink& sink)
        : content_{content}, sink_{sink}, message_{content} {}

    Outcome read() {
        if (auto failure = message_.list_parts(parts_)) return std::move(*failure);
        BlockWriter writer{sink_};
        const auto head = read_head();
        write_mail_head(head, writer);
        has_text_ = writer.wrote_text();
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            read_part(i);
            tell_part_read(parts_[i]);
        }
        return finish(head);
    }

private:
    MailHead read_head() const {
        return {
            header_text(message_.header("Subject")),
            header_text(message_.header("From")),
            header_text(message_.header("To")),
            header_text(message_.header("Cc")),
            header_text(message_.header("Date"))};
    }

    void read_part(std::size_t at) {
        const auto& part = parts_[at];
        if (is_encrypted(part)) {
            ++encrypted_;
        } else if (is_inline_text(part)) {
            read_text(at);
        } else if (part.message != nullptr) {
            hand_over_message(part);
        } else {
            hand_over_attachment(part);
        }
    }

    // The first of a group of alternatives stands for all of them.
    void read_text(std::size_t at) {
        const auto group = parts_[at].group;
        if (group != 0 && group == last_group_) return;
        last_group_ = group;
        Alternatives texts;
        for (auto i = at; i < parts_.size(); ++i) {
            const auto& part = parts_[i];
            const bool belongs = i == at || (group != 0 && part.group == group);
            if (belongs && is_inline_text(part)) add_text(part, texts);
            if (group == 0) break;
        }
        write_alternatives(texts, sink_, warnings_);
        if (!trimmed(texts.plain).empty() || !trimmed(texts.html).empty())
            has_text_ = has_body_ = true;
    }

    void add_text(const MailPart& part, Alternatives& texts) {
        if (part.encoded.size() > tree_bytes_max) {
            warnings_.add("A text of more than 64 MiB was left out.");
            return;
        }
        std::string bytes;
        note_damage(decode_part(part.encoded, part.encoding, [&bytes](std::string_view piece) {
            bytes += piece;
        }));
        const bool is_html = part.media_type == "text/html";
        auto declared = header_parameter(part.content_type, "charset");
        if (declared.empty() && is_html) declared = charset::declared_in_markup(bytes);
        auto decoded = charset::decode_all(bytes, declared);
        replaced_ += decoded.replaced;
        left_out_ += decoded.left_out;
        if (encoding_.empty()) encoding_ = decoded.encoding;
        if (is_html) {
            texts.html += decoded.text;
            return;
        }
        if (!texts.plain.empty()) texts.plain += "\n\n";
        texts.plain += decoded.text;
        texts.form.is_flowed = header_parameter(part.content_type, "format") == "flowed";
        texts.form.drops_spaces = header_parameter(part.content_type, "delsp") == "yes";
    }

    void note_damage(bool is_whole) {
        if (!is_whole) ++damaged_;
    }

    void hand_over_message(const MailPart& part) {
        sink_.begin_child(
            {message_name(header_text(header_of(part.message, "Subject"))), "message/rfc822"}
        );
        sink_.add_child_bytes(bytes_of(part.message));
        sink_.end_child();
        ++children_;
    }

    void hand_over_attachment(const MailPart& part) {
        auto name = file_name(part);
        const bool is_media = part.media_type.starts_with("image/") ||
                              part.media_type.starts_with("audio/") ||
                              part.media_type.starts_with("video/");
        if (name.empty() && is_media && !is_attached(part)) return;         // part of the text
        if (name.empty() && part.group != 0 && !is_attached(part)) return;  // says the same
        if (name.empty()) name = made_up_name(part, ++unnamed_);
        bool has_begun = false;
        note_damage(decode_part(part.encoded, part.encoding, [&](std::string_view piece) {
            if (!std::exchange(has_begun, true)) sink_.begin_child({name, part.media_type});
            sink_.add_child_bytes(piece);
            sink_.tell_part_read(part_read_);
        }));
        if (has_begun) sink_.end_child();
        if (has_begun) ++children_;
    }

    void tell_part_read(const MailPart& part) {
        if (part.encoded.empty()) return;
        const auto end = part.encoded.data() + part.encoded.size() - content_.data();
        const auto read = static_cast<double>(end) / static_cast<double>(content_.size());
        part_read_ = std::clamp(read, part_read_, 1.0);
        sink_.tell_part_read(part_read_);
    }

    Outcome finish(const MailHead& head) {
        if (encrypted_ > 0 && !has_body_) {
            return DocumentFailure{
                "password_required",
                "The message is encrypted for its recipients and opens only with their key."};
        }
        if (!has_text_ && children_ == 0) return no_text();
        if (encrypted_ > 0) warnings_.add("A part that is encrypted was left out.");
        if (damaged_ > 0) {
            warnings_.add(
                std::to_string(damaged_) + (damaged_ == 1 ? " part is" : " parts are") +
                " broken base64: what stands behind the damage was left out."
            );
        }
        if (message_.is_cut_off()) {
            warnings_.add("The message is cut off: its last multipart is not closed.");
        }
        warn_of_repairs(replaced_, left_out_, warnings_);
        DocumentFacts facts;
        facts.format = "eml";
        facts.title = fact(head.subject);
        facts.author = fact(head.from);
        facts.encoding = encoding_;
        facts.created = message_.sent_at();
        facts.warnings = warnings_.finish();
        return facts;
    }

    std::string_view content_;
    BlockSink& sink_;
    MimeMessage message_;
    std::vector<MailPart> parts_;
    Warnings warnings_;
    std::string encoding_;
    std::size_t last_group_ = 0;
    std::size_t encrypted_ = 0;
    std::size_t damaged_ = 0;
    std::size_t unnamed_ = 0;
    std::size_t children_ = 0;
    std::uint64_t replaced_ = 0;
    std::uint64_t left_out_ = 0;
    double part_read_ = 0;
    bool has_text_ = false;
    bool has_body_ = false;
};

}  // namespace

Outcome read_mail(std::string_view content, BlockSink& sink) {
    if (content.size() > std::numeric_limits<std::int32_t>::max()) {
        return DocumentFailure{"too_large", "A message of more than 2 GiB cannot be read."};
    }
    // A program that wrote the message down may have written it in a wide encoding.
    const auto found = charset::detect_encoding(content);
    if (found.encoding.starts_with("utf-16") || found.encoding.starts_with("utf-32")) {
        if (content.size() > tree_bytes_max) return too_large("A message in UTF-16");
        return MailReader{charset::decode_all(content).text, sink}.read();
    }
    return MailReader{content.substr(found.bom_bytes), sink}.read();
}

}  // namespace ingestd::formats
