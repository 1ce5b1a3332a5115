#include <algorithm>

#include <ingestd/base/utf8.hpp>
#include <ingestd/http/header_value.hpp>

namespace ingestd::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The quoted string that `text` begins with, taken off it. Older browsers send whole Windows
// paths, so a backslash counts as an escape only before a quote or another one.
std::string take_quoted(std::string_view& text) {
    std::string out;
    text.remove_prefix(1);
    while (!text.empty() && text.front() != '"') {
        const bool is_escape =
            text.front() == '\\' && text.size() > 1 && (text[1] == '"' || text[1] == '\\');
        if (is_escape) text.remove_prefix(1);
        out += text.front();
        text.remove_prefix(1);
    }
    if (!text.empty()) text.remove_prefix(1);
    return out;
}

}  // namespace

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string_view trim_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    for (const char c : text) {
        const bool alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!alphanumeric && others.find(c) == std::string_view::npos) return false;
    }
    return !text.empty();
}

std::vector<std::string_view> split_list(std::string_view text) {
    std::vector<std::string_view> members;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const std::string_view member = trim_blanks(text.substr(0, comma));
        if (!member.empty()) members.push_back(member);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return members;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[at + 1]);
        const int low = hex_digit(text[at + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return out;
}

const std::string* ParameterizedValue::find(std::string_view lower_case_name) const {
    for (const auto& [name, parameter] : parameters) {
        if (name == lower_case_name) return &parameter;
    }
    return nullptr;
}

ParameterizedValue parse_parameterized_value(std::string_view text) {
    ParameterizedValue parsed;
    const auto semicolon = text.find(';');
    parsed.value = lower_case(trim_blanks(text.substr(0, semicolon)));
    text.remove_prefix(semicolon == std::string_view::npos ? text.size() : semicolon);
    while (!text.empty()) {
        text.remove_prefix(1);  // the semicolon
        const auto name_end = text.find_first_of("=;");
        std::string name = lower_case(trim_blanks(text.substr(0, name_end)));
        text.remove_prefix(name_end == std::string_view::npos ? text.size() : name_end);
        if (text.empty() || text.front() == ';') continue;

        text.remove_prefix(1);  // the equals sign
        text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t")));
        std::string value;
        if (!text.empty() && text.front() == '"') {
            value = take_quoted(text);
            text.remove_prefix(std::min(text.size(), text.find(';')));
        } else {
            const auto end = text.find(';');
            value = trim_blanks(text.substr(0, end));
            text.remove_prefix(end == std::string_view::npos ? text.size() : end);
        }
        parsed.parameters.emplace_back(std::move(name), std::move(value));
    }
    return parsed;
}

std::optional<std::string> parse_string_or_token(std::string_view text) {
    text = trim_blanks(text);
    if (!text.starts_with('"')) {
        return is_token(text) ? std::optional{std::string{text}} : std::nullopt;
    }
    if (text.size() < 2 || !text.ends_with('"')) return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool must_be_escaped = text[i] == '"';
        const bool is_escape = text[i] == '\\';
        if (is_escape) ++i;
        if (must_be_escaped || i == text.size() || text[i] < ' ' || text[i] > '~')
            return std::nullopt;
        if (is_escape && text[i] != '"' && text[i] != '\\') return std::nullopt;
        out += text[i];
    }
    return out;
}

std::optional<std::string> decode_extended_value(std::string_view text) {
    const auto first = text.find('\'');
    const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const std::string charset = lower_case(text.substr(0, first));
    auto bytes = percent_decode(text.substr(second + 1));
    if (!bytes) return std::nullopt;
    if (charset == "utf-8") return utf8::repair(*bytes);
    if (charset != "iso-8859-1") return std::nullopt;
    std::string out;
    for (const char c : *bytes) utf8::append(out, static_cast<unsigned char>(c));
    return out;
}

}  // namespace ingestd::http
