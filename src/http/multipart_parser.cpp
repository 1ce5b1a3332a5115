#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include <ingestd/base/utf8.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/header_value.hpp>
#include <ingestd/http/multipart_parser.hpp>

// A delimiter begins with CR and a boundary cannot hold one, so no proper suffix of a partly
// matched delimiter can begin another: what was matched across a buffer's end never has to be
// looked at again, and its bytes are the delimiter's own.

namespace ingestd::http {
namespace {

constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046 section 5.1.1
constexpr std::size_t padding_bytes_max = 256;  // blanks some mailers put behind a boundary

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::byte> as_span(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

bool is_boundary_char(char c) {
    constexpr std::string_view others = "'()+_,-./:=? ";
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           others.find(c) != std::string_view::npos;
}

// What browsers escape in a name (WHATWG HTML, "multipart/form-data encoding algorithm"), and
// nothing else: a file may be called "100%25.txt".
std::string undo_browser_escapes(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view escape = text.substr(at, 3);
        const char plain = escape == "%22"                      ? '"'
                           : escape == "%0D" || escape == "%0d" ? '\r'
                           : escape == "%0A" || escape == "%0a" ? '\n'
                                                                : '\0';
        out += plain != '\0' ? plain : text[at];
        at += plain != '\0' ? 3 : 1;
    }
    return out;
}

// The lines of a part's head, folded ones joined.
std::vector<std::string> unfold(std::string_view head) {
    std::vector<std::string> lines;
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        const bool folded = !line.empty() && (line.front() == ' ' || line.front() == '\t');
        if (folded && !lines.empty()) {
            lines.back() += line;
        } else {
            lines.emplace_back(line);
        }
    }
    return lines;
}

// nullopt: the part has no usable name.
std::optional<PartHead> parse_disposition(const ParameterizedValue& disposition) {
    if (disposition.value != "form-data") return std::nullopt;
    PartHead head;
    const std::string* name = disposition.find("name");
    if (name == nullptr) return std::nullopt;
    head.name = utf8::repair(undo_browser_escapes(*name));
    if (const std::string* extended = disposition.find("filename*")) {
        head.filename = decode_extended_value(*extended);
    }
    const std::string* plain = disposition.find("filename");
    if (!head.filename && plain != nullptr) {
        head.filename = utf8::repair(undo_browser_escapes(*plain));
    }
    return head;
}

}  // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
    const ParameterizedValue parsed = parse_parameterized_value(content_type);
    const std::string* boundary = parsed.find("boundary");
    const auto refuse = [](std::string detail) {
        return Error{make_error_code(Errc::bad_multipart), std::move(detail)};
    };
    if (boundary == nullptr || boundary->empty()) {
        return refuse("The Content-Type of a multipart body must name its boundary.");
    }
    if (boundary->size() > boundary_bytes_max) {
        return refuse("The multipart boundary is longer than 70 characters.");
    }
    for (const char c : *boundary) {
        if (!is_boundary_char(c))
            return refuse("The multipart boundary has a character that RFC 2046 does not allow.");
    }
    return *boundary;
}

MultipartParser::MultipartParser(std::string_view boundary)
    : delimiter_{"\r\n--" + std::string{boundary}} {}

void MultipartParser::feed(std::span<const std::byte> bytes) {
    input_ = as_text(bytes);
    taken_ += bytes.size();
}

Result<std::optional<MultipartParser::Event>> MultipartParser::next() {
    for (;;) {
        if (std::exchange(part_ended_, false)) return std::optional<Event>{PartEnd{}};
        switch (place_) {
            case Place::preamble:
            case Place::bytes:
                if (input_.empty()) return std::optional<Event>{};
                if (auto event = find_delimiter()) return event;
                break;
            case Place::after_delimiter: {
                if (input_.empty()) return std::optional<Event>{};
                if (auto read = read_after_delimiter(); !read) return read.error();
                break;
            }
            case Place::head: {
                if (input_.empty()) return std::optional<Event>{};
                auto event = read_head();
                if (!event || *event) return event;
                break;
            }
            case Place::epilogue:
                input_ = {};
                if (std::exchange(end_given_, true)) return std::optional<Event>{};
                return std::optional<Event>{End{}};
        }
    }
}

Result<void> MultipartParser::finish() const {
    if (place_ == Place::epilogue) return {};
    return Error{
        make_error_code(Errc::truncated_multipart),
        "The multipart body ends " + where() + ", before its closing boundary."};
}

// Uses up the input up to and with the next delimiter, or all of it. What is not delimiter is
// given as bytes, except before the first part.
std::optional<MultipartParser::Event> MultipartParser::find_delimiter() {
    const bool is_preamble = place_ == Place::preamble;
    if (matched_ > 0) {
        const std::string_view rest = std::string_view{delimiter_}.substr(matched_);
        const std::string_view common = input_.substr(0, rest.size());
        if (rest.substr(0, common.size()) != common) {
            std::string_view held =
                std::string_view{delimiter_}.substr(0, std::exchange(matched_, 0));
            held.remove_prefix(std::exchange(borrowed_, 0));
            if (is_preamble || held.empty()) return std::nullopt;
            return PartBytes{as_span(held)};
        }
        matched_ += common.size();
        input_.remove_prefix(common.size());
        if (matched_ < delimiter_.size()) return std::nullopt;
        matched_ = borrowed_ = 0;
        part_ended_ = !is_preamble;
        place_ = Place::after_delimiter;
        return std::nullopt;
    }

    const void* found =
        ::memmem(input_.data(), input_.size(), delimiter_.data(), delimiter_.size());
    const std::size_t until =
        found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - input_.data())
                         : input_.size() - matched_at_end();
    const std::string_view bytes = input_.substr(0, until);
    input_.remove_prefix(until);
    if (found != nullptr) {
        input_.remove_prefix(delimiter_.size());
        part_ended_ = !is_preamble;
        place_ = Place::after_delimiter;
    } else {
        matched_ = input_.size();
        input_ = {};
    }
    if (is_preamble || bytes.empty()) return std::nullopt;
    return PartBytes{as_span(bytes)};
}

// How many bytes at the end of the input may be the beginning of a delimiter.
std::size_t MultipartParser::matched_at_end() const {
    const std::string_view tail =
        input_.substr(input_.size() - std::min(input_.size(), delimiter_.size() - 1));
    const auto start = tail.rfind('\r');
    if (start == std::string_view::npos) return 0;
    const std::string_view candidate = tail.substr(start);
    return std::string_view{delimiter_}.substr(0, candidate.size()) == candidate ? candidate.size()
                                                                                 : 0;
}

// "--" ends the body, CRLF begins a part's head; blanks before the CRLF are padding.
Result<void> MultipartParser::read_after_delimiter() {
    while (!input_.empty()) {
        line_ += input_.front();
        input_.remove_prefix(1);
        if (line_ == "--") {
            place_ = Place::epilogue;
            return {};
        }
        if (line_.ends_with('\n') || line_.size() > padding_bytes_max) {
            if (!line_.ends_with("\r\n") ||
                line_.find_first_not_of(" \t\r\n") != std::string::npos) {
                return broken("a boundary is followed by something else than the end of its line");
            }
            line_.clear();
            ++part_;
            part_name_.clear();
            head_ = "\r\n";  // so that an empty head ends like every other
            place_ = Place::head;
            return {};
        }
    }
    return {};
}

Result<std::optional<MultipartParser::Event>> MultipartParser::read_head() {
    // What was taken before is looked at again only as far as the blank line can reach back.
    const std::size_t before = head_.size();
    const std::size_t search_from = before >= 3 ? before - 3 : 0;
    head_ += input_.substr(0, part_head_bytes_max + 4 - std::min(before, part_head_bytes_max));
    const auto end = head_.find("\r\n\r\n", search_from);
    if (end == std::string::npos) {
        if (head_.size() > part_head_bytes_max) {
            return broken(
                "the part's head is over " + std::to_string(part_head_bytes_max) + " bytes"
            );
        }
        input_ = {};
        return std::optional<Event>{};
    }
    input_.remove_prefix(end + 4 - before);
    head_.resize(end);
    auto part =
        parse_part_head(head_.size() > 2 ? std::string_view{head_}.substr(2) : std::string_view{});
    head_.clear();
    if (!part) return part.error();
    part_name_ = part->name;
    place_ = Place::bytes;
    // A part without a body has its delimiter begin with the blank line's own CRLF.
    matched_ = borrowed_ = 2;
    return std::optional<Event>{PartBegin{std::move(*part)}};
}

Result<PartHead> MultipartParser::parse_part_head(std::string_view text) const {
    std::optional<PartHead> head;
    std::string content_type;
    for (const std::string& line : unfold(text)) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) return broken("a line of the part's head has no colon");
        const std::string name = lower_case(std::string_view{line}.substr(0, colon));
        const std::string_view value = trim_blanks(std::string_view{line}.substr(colon + 1));
        if (name == "content-disposition") {
            head = parse_disposition(parse_parameterized_value(value));
        } else if (name == "content-type") {
            content_type = utf8::repair(value);
        } else if (name == "content-transfer-encoding") {
            const std::string encoding = lower_case(value);
            if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
                return broken(
                    "the part's Content-Transfer-Encoding is not taken; send its bytes as they are"
                );
            }
        }
    }
    if (!head) return broken("the part has no 'Content-Disposition: form-data' with a name");
    head->content_type = std::move(content_type);
    return std::move(*head);
}

Error MultipartParser::broken(std::string_view what) const {
    return {
        make_error_code(Errc::bad_multipart),
        "The multipart body is malformed " + where() + ": " + std::string{what} + "."};
}

// "in part 2 (file), at byte 1834"
std::string MultipartParser::where() const {
    std::string text =
        part_ == 0 ? std::string{"before its first part"} : "in part " + std::to_string(part_);
    if (!part_name_.empty()) text += " (" + std::string{utf8::prefix(part_name_, 100)} + ")";
    return text + ", at byte " + std::to_string(taken_ - input_.size());
}

}  // namespace ingestd::http
