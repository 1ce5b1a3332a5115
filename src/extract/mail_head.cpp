#include "mail_head.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string>

namespace ingestd::extract {
namespace {

using namespace std::string_view_literals;

// Of RFC 5322 and RFC 2045.
constexpr std::array known_headers{
    "from"sv,
    "to"sv,
    "cc"sv,
    "subject"sv,
    "date"sv,
    "sender"sv,
    "reply-to"sv,
    "message-id"sv,
    "received"sv,
    "return-path"sv,
    "delivered-to"sv,
    "mime-version"sv,
    "content-type"sv,
    "content-transfer-encoding"sv,
};
constexpr std::size_t headers_that_tell = 2;
constexpr std::size_t lines_max = 500;

// Takes the line from the text, without its end.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_name_part(char c) {
    return c > ' ' && c < 0x7F && c != ':';
}

// Empty: the line is no header.
std::string header_name(std::string_view line) {
    const auto name = line.substr(0, line.find(':'));
    const bool is_header = name.size() < line.size() && !name.empty() &&
                           std::all_of(name.begin(), name.end(), is_name_part);
    std::string lower{is_header ? name : ""sv};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return lower;
}

bool begins_message(std::string_view head) {
    std::size_t known = 0;
    for (std::size_t i = 0; i < lines_max && !head.empty(); ++i) {
        const auto line = take_line(head);
        if (line.empty()) break;
        if (i > 0 && (line.front() == ' ' || line.front() == '\t'))
            continue;  // of the header above
        const auto name = header_name(line);
        if (name.empty()) return false;
        known += std::find(known_headers.begin(), known_headers.end(), name) != known_headers.end();
    }
    return known >= headers_that_tell;
}

}  // namespace

MailHead mail_head(std::string_view head) {
    if (begins_message(head)) return MailHead::message;
    if (!head.starts_with("From ")) return MailHead::none;
    take_line(head);
    return begins_message(head) ? MailHead::mailbox : MailHead::none;
}

}  // namespace ingestd::extract
