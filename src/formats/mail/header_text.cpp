#include "header_text.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include <ingestd/charset/decoder.hpp>

#include "../block_writer.hpp"

namespace ingestd::formats {
namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::size_t sections_max = 1000;  // a parameter's value in parts

bool equal_in_any_case(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    });
}

std::optional<unsigned> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

// "=C3=A9" or "%C3%A9"; what is no such escape stands.
std::string without_escapes(std::string_view text, char escape) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == escape && at + 2 < text.size()) {
            const auto high = hex_value(text[at + 1]);
            const auto low = hex_value(text[at + 2]);
            if (high && low) {
                bytes += static_cast<char>(*high << 4 | *low);
                at += 2;
                continue;
            }
        }
        bytes += text[at];
    }
    return bytes;
}

std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned gathered = 0;
    int bits = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == alphabet.npos) continue;
        gathered = (gathered << 6 | static_cast<unsigned>(value)) & 0xFFFF;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(gathered >> bits);
    }
    return bytes;
}

// The bytes of one encoded word, "=?utf-8?B?…?=".
struct Word {
    std::string charset;
    std::string bytes;
};

// Takes the word that begins at `at`; nullopt: it is none.
std::optional<Word> take_word(std::string_view text, std::size_t& at) {
    const auto charset_end = text.find('?', at + 2);
    if (charset_end == text.npos || charset_end + 2 >= text.size()) return std::nullopt;
    if (text[charset_end + 2] != '?') return std::nullopt;
    const auto begin = charset_end + 3;
    const auto end = text.find("?=", begin);
    if (end == text.npos) return std::nullopt;
    const auto encoded = text.substr(begin, end - begin);
    Word word;
    word.charset = text.substr(at + 2, charset_end - at - 2);
    word.charset = word.charset.substr(0, word.charset.find('*'));  // a language may follow
    switch (text[charset_end + 1]) {
        case 'b':
        case 'B':
            word.bytes = from_base64(encoded);
            break;
        case 'q':
        case 'Q':
            word.bytes = std::string{encoded};
            std::replace(word.bytes.begin(), word.bytes.end(), '_', ' ');
            word.bytes = without_escapes(word.bytes, '=');
            break;
        default:
            return std::nullopt;
    }
    at = end + 2;
    return word;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(white_space) == text.npos;
}

// Joins the bytes of words in one charset before they are read: some programs cut characters.
class Words {
public:
    void add(Word word) {
        if (!equal_in_any_case(word.charset, waiting_.charset)) flush();
        waiting_.charset = std::move(word.charset);
        waiting_.bytes += word.bytes;
    }
    void add_plain(std::string_view text) {
        flush();
        text_ += charset::decode_all(text).text;
    }
    bool has_word_waiting() const { return !waiting_.bytes.empty(); }
    std::string finish() {
        flush();
        return std::move(text_);
    }

private:
    void flush() {
        if (!waiting_.bytes.empty()) {
            text_ += charset::decode_all(waiting_.bytes, waiting_.charset).text;
        }
        waiting_ = {};
    }

    Word waiting_;
    std::string text_;
};

std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : trimmed(text)) {
        const bool is_space = white_space.find(c) != white_space.npos;
        if (!is_space) {
            line += c;
        } else if (!line.ends_with(' ')) {
            line += ' ';
        }
    }
    return line;
}

// One "name=value" of a header; the value without its quotes.
struct Parameter {
    std::string name;
    std::string value;
};

std::string take_quoted(std::string_view& rest) {
    std::string value;
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() != '"') {
        if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
        if (rest.front() != '\r' && rest.front() != '\n') value += rest.front();
        rest.remove_prefix(1);
    }
    if (!rest.empty()) rest.remove_prefix(1);
    return value;
}

std::optional<Parameter> take_parameter(std::string_view& rest) {
    constexpr std::string_view between = "; \t\r\n";
    rest.remove_prefix(std::min(rest.find_first_not_of(between), rest.size()));
    const auto sign = rest.find_first_of("=;");
    if (sign == rest.npos) return std::nullopt;
    Parameter parameter;
    parameter.name = trimmed(rest.substr(0, sign));
    const bool has_value = rest[sign] == '=';
    rest.remove_prefix(sign + 1);
    if (!has_value) return parameter;
    rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
    if (rest.starts_with('"')) {
        parameter.value = take_quoted(rest);
        return parameter;
    }
    const auto end = std::min(rest.find_first_of(";\r\n"), rest.size());
    parameter.value = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return parameter;
}

// A value in sections (RFC 2231): "name*0*=utf-8''…", "name*1*=…", "name*2=…".
struct Sections {
    std::string charset;
    std::map<unsigned, std::string> bytes;

    void add(std::string_view marks, std::string value) {
        const bool is_escaped = marks.empty() || marks.ends_with('*');
        unsigned number = 0;
        while (!marks.empty() && std::isdigit(static_cast<unsigned char>(marks.front())) != 0) {
            number = std::min(number * 10 + static_cast<unsigned>(marks.front() - '0'), 100'000U);
            marks.remove_prefix(1);
        }
        if (is_escaped && number == 0) {
            const auto charset_end = value.find('\'');
            const auto language_end = value.find('\'', charset_end + 1);
            if (charset_end != value.npos && language_end != value.npos) {
                charset = value.substr(0, charset_end);
                value.erase(0, language_end + 1);
            }
        }
        if (bytes.size() < sections_max) {
            bytes[number] = is_escaped ? without_escapes(value, '%') : std::move(value);
        }
    }
    std::string text() const {
        std::string all;
        for (const auto& [number, section] : bytes) all += section;
        return charset::decode_all(all, charset).text;
    }
};

}  // namespace

std::string header_text(std::string_view raw) {
    Words words;
    std::size_t at = 0;
    while (at < raw.size()) {
        const auto begin = std::min(raw.find("=?", at), raw.size());
        const auto before = raw.substr(at, begin - at);
        auto behind = begin;
        auto word = begin < raw.size() ? take_word(raw, behind) : std::nullopt;
        // White space between two encoded words belongs to the encoding.
        const bool is_between_words = word && words.has_word_waiting() && is_blank(before);
        if (!before.empty() && !is_between_words) words.add_plain(before);
        if (word) {
            words.add(std::move(*word));
            at = behind;
        } else {
            const auto plain = raw.substr(begin, 2);
            if (!plain.empty()) words.add_plain(plain);
            at = begin + plain.size();
        }
    }
    return in_one_line(words.finish());
}

std::string header_parameter(std::string_view raw, std::string_view name) {
    auto rest = raw.substr(std::min(raw.find(';'), raw.size()));
    std::string plain;
    Sections sections;
    while (auto parameter = take_parameter(rest)) {
        const std::string_view found{parameter->name};
        const auto star = found.find('*');
        if (!equal_in_any_case(found.substr(0, star), name)) continue;
        if (star == found.npos) {
            if (plain.empty()) plain = header_text(parameter->value);
        } else {
            sections.add(found.substr(star + 1), std::move(parameter->value));
        }
    }
    return in_one_line(sections.bytes.empty() ? plain : sections.text());
}

}  // namespace ingestd::formats
