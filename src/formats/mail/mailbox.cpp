#include <algorithm>
#include <string>
#include <string_view>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/mail.hpp>

#include "../block_writer.hpp"
#include "header_text.hpp"
#include "message_name.hpp"

namespace ingestd::formats {
namespace {

constexpr std::string_view separator = "From ";
constexpr std::size_t head_bytes_max = 64_KiB;  // the subject is looked for so far
constexpr std::size_t piece_bytes = 64_KiB;

// The line that begins at the front of `text`, with its end.
std::string_view line_at(std::string_view text) {
    return text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
}

// "From somebody Mon Jun 01 10:00:00 2009": a sentence may begin with that word too, but it stands
// behind an empty line seldom, and has no time of day.
bool is_separator(std::string_view line) {
    if (!line.starts_with(separator)) return false;
    for (auto at = line.find(':'); at != line.npos; at = line.find(':', at + 1)) {
        const auto is_digit = [&](std::size_t place) {
            return place < line.size() && line[place] >= '0' && line[place] <= '9';
        };
        if (at > 0 && is_digit(at - 1) && is_digit(at + 1)) return true;
    }
    return false;
}

// ">From", ">>From": a line that would have been taken for a separator.
bool is_quoted_separator(std::string_view line) {
    const auto begin = line.find_first_not_of('>');
    return begin != 0 && begin != line.npos && line.substr(begin).starts_with(separator);
}

bool begins_in_any_case(std::string_view line, std::string_view lower_word) {
    return line.size() >= lower_word.size() &&
           std::equal(lower_word.begin(), lower_word.end(), line.begin(), [](char word, char c) {
               return (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) == word;
           });
}

// The subject in the head of the message that `text` begins with; empty: there is none.
std::string subject_of(std::string_view text) {
    constexpr std::string_view name = "subject:";
    text = text.substr(0, head_bytes_max);
    std::string raw;
    bool is_in_subject = false;
    while (!text.empty()) {
        const auto line = line_at(text);
        text.remove_prefix(line.size());
        if (trimmed(line).empty() || is_separator(line)) break;
        const bool goes_on = line.front() == ' ' || line.front() == '\t';
        if (is_in_subject && !goes_on) break;
        if (!is_in_subject && begins_in_any_case(line, name)) {
            is_in_subject = true;
            raw = line.substr(name.size());
        } else if (is_in_subject) {
            raw += line;
        }
    }
    return header_text(raw);
}

std::string numbered(std::size_t number) {
    auto digits = std::to_string(number);
    return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

class MailboxReader {
public:
    MailboxReader(std::string_view content, BlockSink& sink) : content_{content}, sink_{sink} {}

    Outcome read() {
        auto rest = content_.substr(std::min(content_.find_first_not_of("\r\n"), content_.size()));
        if (!rest.starts_with(separator)) {
            return DocumentFailure{"malformed", "The mailbox does not begin with a message."};
        }
        bool is_behind_empty_line = true;
        while (!rest.empty()) {
            const auto line = line_at(rest);
            rest.remove_prefix(line.size());
            if (is_behind_empty_line && (count_ == 0 || is_separator(line))) {
                end_message();
                if (count_ == mailbox_messages_max) return too_many();
                begin_message(rest);
            } else {
                // An empty line before a separator belongs to the mailbox.
                gathered_ += held_;
                const bool is_empty = line == "\n" || line == "\r\n";
                held_ = is_empty ? line : std::string_view{};
                if (!is_empty) gathered_ += line.substr(is_quoted_separator(line) ? 1 : 0);
                if (gathered_.size() > piece_bytes) hand_over(rest);
            }
            is_behind_empty_line = line == "\n" || line == "\r\n";
        }
        end_message();
        DocumentFacts facts;
        facts.format = "mbox";
        return facts;
    }

private:
    static DocumentFailure too_many() {
        return {
            "too_large",
            "The mailbox holds more than " + std::to_string(mailbox_messages_max) + " messages."};
    }

    void begin_message(std::string_view rest) {
        ++count_;
        sink_.begin_child(
            {numbered(count_) + ' ' + message_name(subject_of(rest)), "message/rfc822"}
        );
        hand_over(rest);
    }

    void end_message() {
        held_ = {};
        if (count_ == 0) return;
        if (!gathered_.empty()) sink_.add_child_bytes(gathered_);
        gathered_.clear();
        sink_.end_child();
    }

    void hand_over(std::string_view rest) {
        if (!gathered_.empty()) sink_.add_child_bytes(gathered_);
        gathered_.clear();
        const auto left = static_cast<double>(rest.size());
        sink_.tell_part_read(1 - left / static_cast<double>(content_.size()));
    }

    std::string_view content_;
    BlockSink& sink_;
    std::size_t count_ = 0;
    std::string gathered_;
    std::string_view held_;
};

}  // namespace

Outcome read_mailbox(std::string_view content, BlockSink& sink) {
    return MailboxReader{content, sink}.read();
}

}  // namespace ingestd::formats
