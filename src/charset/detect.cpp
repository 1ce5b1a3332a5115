#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/detect.hpp>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "plausibility.hpp"

namespace ingestd::charset {
namespace {

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

// ---- byte order marks

struct Mark {
    std::string_view bytes;
    const char* encoding;
};

using namespace std::string_view_literals;

constexpr std::array marks{
    Mark{"\xEF\xBB\xBF"sv, "utf-8"},
    Mark{"\xFF\xFE\0\0"sv, "utf-32le"},  // before utf-16le, whose mark it begins with
    Mark{"\0\0\xFE\xFF"sv, "utf-32be"},
    Mark{"\xFF\xFE"sv, "utf-16le"},
    Mark{"\xFE\xFF"sv, "utf-16be"},
    Mark{"\x84\x31\x95\x33"sv, "gb18030"},
};

std::optional<Detection> by_mark(std::string_view sample) {
    for (const auto& mark : marks) {
        if (sample.starts_with(mark.bytes)) return Detection{mark.encoding, mark.bytes.size()};
    }
    return std::nullopt;
}

// ---- UTF-16 and UTF-32 by where their zeros stand

// Whether every unit of four bytes is a code point.
bool is_utf32(std::string_view sample, bool is_big_endian) {
    if (sample.size() < 4) return false;
    for (std::size_t at = 0; at + 4 <= sample.size(); at += 4) {
        const auto byte = [&](std::size_t place) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(sample[at + place]));
        };
        const auto unit = is_big_endian ? byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
                                        : byte(3) << 24 | byte(2) << 16 | byte(1) << 8 | byte(0);
        if (unit == 0 || unit > 0x10FFFF) return false;
    }
    return true;
}

std::optional<Detection> by_zeros(std::string_view sample) {
    if (is_utf32(sample, true)) return Detection{"utf-32be"};
    if (is_utf32(sample, false)) return Detection{"utf-32le"};
    std::array<std::size_t, 2> zeros{};
    for (std::size_t at = 0; at < sample.size(); ++at) {
        if (sample[at] == '\0') ++zeros[at % 2];
    }
    // Latin letters have a zero each. Other scripts have them in spaces, digits and line ends
    // alone, but then their letters' bytes are not ASCII; text of 8-bit letters with a few zeros in
    // it is neither.
    const auto beyond_ascii =
        static_cast<std::size_t>(std::count_if(sample.begin(), sample.end(), [](char byte) {
            return static_cast<signed char>(byte) < 0;
        }));
    const auto few =
        beyond_ascii * 10 > sample.size() * 3 ? sample.size() / 100 : sample.size() / 6;
    if (zeros[0] > few && zeros[1] <= zeros[0] / 20) return Detection{"utf-16be"};
    if (zeros[1] > few && zeros[0] <= zeros[1] / 20) return Detection{"utf-16le"};
    return std::nullopt;
}

// ---- UTF-8

struct Utf8Census {
    std::size_t whole = 0;   // well-formed sequences of two bytes and more
    std::size_t broken = 0;  // ill-formed parts
    // A two-byte sequence led by C2 or C3. Windows-1252 would show it as A with a sign behind it,
    // which no language writes.
    std::size_t western = 0;
};

bool is_cut_sequence(std::string_view tail) {
    const auto lead = static_cast<unsigned char>(tail.front());
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (tail.size() >= length) return false;
    return std::all_of(tail.begin() + 1, tail.end(), [](unsigned char c) {
        return (c & 0xC0) == 0x80;
    });
}

Utf8Census count_utf8(std::string_view sample) {
    Utf8Census census;
    while (!sample.empty()) {
        const auto bad = std::min(utf8::find_invalid(sample), sample.size());
        for (std::size_t at = 0; at < bad;) {
            at += utf8::ascii_prefix(sample.substr(at, bad - at));
            if (at == bad) break;
            const auto lead = static_cast<unsigned char>(sample[at]);
            const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            if (length > 1) ++census.whole;
            if (length == 2 && lead <= 0xC3) ++census.western;
            at += length;
        }
        sample.remove_prefix(bad);
        if (sample.empty() || is_cut_sequence(sample)) break;
        ++census.broken;
        sample.remove_prefix(1);
        while (!sample.empty() && (static_cast<unsigned char>(sample.front()) & 0xC0) == 0x80) {
            sample.remove_prefix(1);
        }
    }
    return census;
}

// Nothing but ASCII without zeros: no encoding has to be looked for.
bool is_plain_ascii(std::string_view sample) {
    return sample.find('\0') == sample.npos && utf8::ascii_prefix(sample) == sample.size();
}

// Whether a shift sequence of ISO 2022 stands here: such text is ASCII byte by byte.
bool has_shifts(std::string_view sample) {
    return sample.find("\x1B$") != sample.npos || sample.find("\x1B(") != sample.npos;
}

// ---- declared

// What the web means by a label: mostly the superset that Windows made of it (WHATWG Encoding).
std::string widened(const std::string& label) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 24> supersets{{
        {"us-ascii", "windows-1252"},
        {"ascii", "windows-1252"},
        {"iso-8859-1", "windows-1252"},
        {"iso8859-1", "windows-1252"},
        {"latin1", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"iso-8859-8-i", "windows-1255"},
        {"iso-8859-8", "windows-1255"},
        {"tis-620", "windows-874"},
        {"iso-8859-11", "windows-874"},
        {"gb2312", "gb18030"},
        {"gbk", "gb18030"},
        {"x-gbk", "gb18030"},
        {"shift_jis", "windows-31j"},
        {"shift-jis", "windows-31j"},
        {"sjis", "windows-31j"},
        {"x-sjis", "windows-31j"},
        {"cp932", "windows-31j"},
        {"euc-kr", "windows-949"},
        {"ks_c_5601-1987", "windows-949"},
        {"big5-hkscs", "big5"},
        {"utf8", "utf-8"},
        {"x-euc-jp", "euc-jp"},
        {"cp866", "ibm866"},
    }};
    for (const auto& [name, superset] : supersets) {
        if (label == name) return superset;
    }
    return label;
}

bool is_known(const std::string& encoding) {
    UErrorCode error = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(encoding.c_str(), &error);
    if (U_FAILURE(error)) return false;
    ucnv_close(converter);
    return true;
}

std::optional<Detection> by_declaration(std::string_view sample, std::string_view declared) {
    if (declared.empty()) return std::nullopt;
    auto encoding = widened(lower(declared));
    // A declaration that could be read byte by byte is not itself in a wide encoding.
    if (encoding.starts_with("utf-") || !is_known(encoding)) return std::nullopt;
    if (read_as(encoding, sample).find("\xEF\xBF\xBD") != std::string::npos) return std::nullopt;
    return Detection{std::move(encoding)};
}

// ---- the likeliest

struct Candidate {
    std::string encoding;
    double confidence;  // 0..1
};

struct CloseDetector {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

std::vector<Candidate> ask_icu(std::string_view sample) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, CloseDetector> detector{ucsdet_open(&error)};
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &error);
    std::int32_t count = 0;
    const auto* matches = ucsdet_detectAll(detector.get(), &count, &error);
    std::vector<Candidate> candidates;
    if (U_FAILURE(error)) return candidates;
    for (std::int32_t i = 0; i < count; ++i) {
        const auto name = lower(ucsdet_getName(matches[i], &error));
        // Wide encodings and UTF-8 were looked at; EBCDIC does not come over HTTP.
        if (name.starts_with("utf-") || name.starts_with("ibm4")) continue;
        candidates.push_back({widened(name), ucsdet_getConfidence(matches[i], &error) / 100.0});
    }
    return candidates;
}

// ICU knows no DOS code pages, and needs more text than a short file has to see multi-byte ones.
constexpr std::array also_tried{
    "ibm866", "windows-31j", "gb18030", "windows-949", "big5", "windows-1252"};

// Tried for names alone; its letters are those of the older code page 437, too.
constexpr auto dos_western = "ibm850"sv;

// Of equals the commonest: a short German text reads as well in Central European encodings.
double head_start(std::string_view encoding) {
    if (encoding == dos_western) return 0.1;
    return encoding == "windows-1252" ? 0.05 : 0;
}

// ICU guesses the language from whole words; a handful of letters that are not ASCII is no
// evidence.
double trust_in_icu(std::string_view sample) {
    constexpr double enough = 32;
    const auto count = std::count_if(sample.begin(), sample.end(), [](char byte) {
        return static_cast<signed char>(byte) < 0;
    });
    return std::min(1.0, static_cast<double>(count) / enough);
}

std::string likeliest(std::string_view sample, std::vector<Candidate> candidates) {
    const auto trust = trust_in_icu(sample);
    for (const char* encoding : also_tried) candidates.push_back({encoding, 0});
    const Candidate* best = nullptr;
    double best_score = -10;
    for (const auto& candidate : candidates) {
        const double score = trust * candidate.confidence +
                             plausibility(read_as(candidate.encoding, sample)) +
                             head_start(candidate.encoding);
        if (score <= best_score) continue;
        best_score = score;
        best = &candidate;
    }
    return best->encoding;
}

std::size_t count_of_undecodable(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (utf8::next(text, at) == 0xFFFD) ++count;
    }
    return count;
}

}  // namespace

Detection detect_encoding(std::string_view sample, std::string_view declared) {
    sample = sample.substr(0, sample_bytes_max);
    if (is_plain_ascii(sample) && !has_shifts(sample)) return {};
    if (auto found = by_mark(sample)) return *found;
    if (auto found = by_zeros(sample)) return *found;
    const auto census = count_utf8(sample);
    if (census.broken == 0 && !has_shifts(sample)) return {};
    if (census.broken > 0 && census.whole >= 8 * census.broken) return {};
    if (auto found = by_declaration(sample, declared)) return *found;
    auto encoding = likeliest(sample, ask_icu(sample));
    if (encoding == "windows-1252" && census.western > 0) return {};
    return {std::move(encoding)};
}

std::string detect_dos_encoding(std::string_view names) {
    names = names.substr(0, sample_bytes_max);
    if (count_utf8(names).broken == 0) return "utf-8";
    // ICU's guess rests on the words of a text; names have hardly any.
    return likeliest(names, {{std::string{dos_western}, 0}});
}

bool looks_like_text(std::string_view sample) {
    sample = sample.substr(0, sample_bytes_max);
    const auto found = detect_encoding(sample);
    if (found.encoding.starts_with("utf-16") || found.encoding.starts_with("utf-32")) {
        const auto text = read_as(found.encoding, sample.substr(found.bom_bytes));
        return count_of_undecodable(text) <= text.size() / 100;
    }
    std::size_t controls = 0;
    std::size_t others = 0;
    for (std::size_t at = 0; at < sample.size(); ++at) {
        const auto printable = utf8::printable_prefix(sample.substr(at));
        others += printable;
        at += printable;
        if (at == sample.size()) break;
        const auto value = static_cast<unsigned char>(sample[at]);
        if (value == 0) continue;
        const bool is_layout = (value >= '\t' && value <= '\r') || value == 0x1B || value == '\b';
        ++(value < 0x20 && !is_layout ? controls : others);
    }
    return others > 0 && controls <= others / 50;
}

}  // namespace ingestd::charset
