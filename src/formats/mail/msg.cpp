#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/msg.hpp>
#include <ingestd/formats/rtf.hpp>

#include "../archive/entry_name.hpp"
#include "../declared_time.hpp"
#include "../on_page.hpp"
#include "../rtf_text.hpp"
#include "compressed_rtf.hpp"
#include "mail_text.hpp"
#include "msg_storage.hpp"

namespace ingestd::formats {
namespace {

using Property = MsgProperty;

constexpr std::size_t recipients_max = 1000;
constexpr std::size_t attachments_max = 10'000;
constexpr std::size_t inner_messages_max = 1000;
constexpr std::size_t inner_depth_max = 10;  // messages in messages
constexpr auto attachments = "__attach_version1.0_";
constexpr auto recipients = "__recip_version1.0_";

// Of a Windows time, which counts from 1601.
std::string utc_of_windows(std::uint64_t time) {
    using namespace std::chrono;
    constexpr std::uint64_t per_second = 10'000'000;
    constexpr std::int64_t before_1970 = 11'644'473'600;
    if (time == 0) return {};
    const sys_seconds moment{seconds{static_cast<std::int64_t>(time / per_second) - before_1970}};
    const auto midnight = floor<days>(moment);
    const year_month_day date{midnight};
    const hh_mm_ss clock{moment - midnight};
    return utc_time(
        {static_cast<int>(date.year()),
         static_cast<int>(static_cast<unsigned>(date.month())),
         static_cast<int>(static_cast<unsigned>(date.day())),
         static_cast<int>(clock.hours().count()),
         static_cast<int>(clock.minutes().count()),
         static_cast<int>(clock.seconds().count())}
    );
}

// "Ada <ada@example.org>"; addresses of Exchange's directory are none that a person knows.
std::string with_address(std::string name, const std::string& smtp, const std::string& other) {
    const auto& address = smtp.empty() && other.find('@') != other.npos ? other : smtp;
    if (address.empty() || address == name) return name;
    return name.empty() ? address : std::move(name) + " <" + address + ">";
}

class MsgReader {
public:
    explicit MsgReader(BlockSink& sink) : sink_{sink} {}

    Outcome read(MsgStorage message) {
        waiting_.push_back({std::move(message), 0});
        std::size_t count = 0;
        for (; !waiting_.empty() && count <= inner_messages_max; ++count) {
            auto [next, depth] = std::move(waiting_.front());
            waiting_.pop_front();
            read_message(next, depth);
        }
        if (!waiting_.empty()) ++inner_left_out_;
        return finish();
    }

private:
    struct Waiting {
        MsgStorage message;
        std::size_t depth;
    };

    void read_message(MsgStorage& message, std::size_t depth) {
        const auto code_page = message.number(Property::message_code_page);
        if (code_page != 0) {
            message.set_encoding(encoding_of_code_page(static_cast<int>(code_page)));
        }
        auto sent = utc_of_windows(message.time(Property::sent_at));
        if (sent.empty()) sent = utc_of_windows(message.time(Property::delivered_at));
        const auto head = read_head(message, sent);
        BlockWriter writer{sink_};
        write_mail_head(head, writer);
        has_text_ = has_text_ || writer.wrote_text();
        if (depth == 0) {
            facts_.title = fact(head.subject);
            facts_.author = fact(head.from);
            facts_.created = sent;
        }
        write_text(message);
        for (const auto& attachment : message.parts(attachments, attachments_max)) {
            read_attachment(attachment, depth);
        }
    }

    static MailHead read_head(const MsgStorage& message, const std::string& sent) {
        auto sender = message.text(Property::sender_name);
        if (sender.empty()) sender = message.text(Property::representing_name);
        MailHead head;
        head.subject = fact(message.text(Property::subject));
        head.from = with_address(
            std::move(sender),
            message.text(Property::sender_smtp_address),
            message.text(Property::sender_address)
        );
        head.to = addressed_to(message, 1);
        head.cc = addressed_to(message, 2);
        if (head.to.empty()) head.to = message.text(Property::shown_to);
        if (head.cc.empty()) head.cc = message.text(Property::shown_cc);
        head.date = sent;
        return head;
    }

    //   kind  1 to, 2 copy; nobody is told of blind ones
    static std::string addressed_to(const MsgStorage& message, std::uint32_t kind) {
        std::string all;
        for (const auto& recipient : message.parts(recipients, recipients_max)) {
            if (recipient.number(Property::recipient_kind) != kind) continue;
            const auto one = with_address(
                recipient.text(Property::name),
                recipient.text(Property::smtp_address),
                recipient.text(Property::address)
            );
            if (!all.empty() && !one.empty()) all += ", ";
            all += one;
        }
        return all;
    }

    void write_text(const MsgStorage& message) {
        Alternatives texts{message.text(Property::body), {}, html_of(message)};
        if (trimmed(texts.plain).empty() && trimmed(texts.html).empty()) return write_rtf(message);
        write_alternatives(texts, sink_, warnings_);
        has_text_ = true;
    }

    static std::string html_of(const MsgStorage& message) {
        auto html = message.text(Property::html);
        if (!html.empty()) return html;
        const auto bytes = message.bytes(Property::html, tree_bytes_max);
        const auto code_page = message.number(Property::internet_code_page);
        auto declared = code_page == 0 ? charset::declared_in_markup(bytes)
                                       : encoding_of_code_page(static_cast<int>(code_page));
        return charset::decode_all(bytes, declared).text;
    }

    void write_rtf(const MsgStorage& message) {
        const auto compressed = message.bytes(Property::compressed_rtf, tree_bytes_max);
        const auto rtf = decompress_rtf(compressed);
        if (!rtf) {
            if (!compressed.empty()) warnings_.add("The text is stored in a way that is not read.");
            return;
        }
        OnPage text{sink_, 0};  // pages mean nothing within a message
        const auto outcome = read_rtf(*rtf, text);
        if (std::holds_alternative<DocumentFacts>(outcome)) has_text_ = true;
    }

    void read_attachment(const MsgStorage& attachment, std::size_t depth) {
        if (auto inner = attachment.inner_message()) {
            if (depth < inner_depth_max) {
                waiting_.push_back({std::move(*inner), depth + 1});
            } else {
                ++inner_left_out_;
            }
            return;
        }
        auto name = attachment.text(Property::long_file_name);
        if (name.empty()) name = attachment.text(Property::short_file_name);
        if (name.empty()) name = attachment.text(Property::name);
        const auto media_type = attachment.text(Property::media_type);
        const bool is_picture = name.empty() && !attachment.text(Property::content_id).empty();
        if (is_picture) return;
        if (name.empty()) name = "attachment " + std::to_string(++unnamed_);
        hand_over(attachment, {harmless_name(name).name, media_type});
    }

    void hand_over(const MsgStorage& attachment, ChildName child) {
        bool has_begun = false;
        attachment.read_bytes(Property::attached, [&](std::string_view piece) {
            if (!std::exchange(has_begun, true)) sink_.begin_child(std::move(child));
            sink_.add_child_bytes(piece);
            sink_.tell_part_read(0);
        });
        if (!has_begun) {
            ++not_files_;
            return;
        }
        sink_.end_child();
        ++children_;
    }

    Outcome finish() {
        if (!has_text_ && children_ == 0) return no_text();
        if (inner_left_out_ > 0) {
            warnings_.add("Messages inside of messages were followed to a depth of ten only.");
        }
        if (not_files_ > 0) {
            warnings_.add(
                not_files_ == 1 ? "1 attachment is no file, or an empty one, and was left out."
                                : std::to_string(not_files_) +
                                      " attachments are no files, or empty ones, and were left out."
            );
        }
        facts_.format = "msg";
        facts_.warnings = warnings_.finish();
        return std::move(facts_);
    }

    BlockSink& sink_;
    std::deque<Waiting> waiting_;
    DocumentFacts facts_;
    Warnings warnings_;
    std::size_t unnamed_ = 0;
    std::size_t children_ = 0;
    std::size_t not_files_ = 0;
    std::size_t inner_left_out_ = 0;
    bool has_text_ = false;
};

}  // namespace

Outcome read_msg(std::string_view content, BlockSink& sink) {
    auto message = MsgStorage::open(content);
    if (!message || !message->has_properties()) {
        return DocumentFailure{
            "malformed",
            message ? "The file holds no Outlook message."
                    : "The Outlook message is damaged: its container cannot be read."};
    }
    return MsgReader{sink}.read(std::move(*message));
}

}  // namespace ingestd::formats
