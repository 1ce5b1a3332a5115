#include "language.hpp"

#include <array>
#include <bit>
#include <utility>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <ingestd/base/utf8.hpp>

#include "words.hpp"

namespace ingestd::enrich {
namespace {

constexpr std::string_view undetermined = "und";

// CLD2's older or private codes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> renamed = {{
    {"iw", "he"},
    {"jw", "jv"},
    {"in", "id"},
    {"mo", "ro"},
    {"ji", "yi"},
    {"un", "und"},
}};

std::string iso_code(std::string_view code) {
    // Scripts without a language (xx-Goth) and CLD2's jokes (zzb, zze, zzh, zzp).
    if (code.starts_with("xx") || code.starts_with("zz")) return std::string{undetermined};
    code = code.substr(0, code.find('-'));  // zh-Hant is Chinese
    for (const auto& [old, now] : renamed) {
        if (code == old) return std::string{now};
    }
    return std::string{code};
}

bool is_interchange_valid(char32_t c) {
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    if (c >= 0x7F && c < 0xA0) return false;
    return !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}

// CLD2 reads nothing of a text that holds control characters: here they are spaces.
std::string without_controls(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const bool keep = is_interchange_valid(utf8::next(text, at));
        clean += keep ? text.substr(begin, at - begin) : std::string_view{" "};
    }
    return clean;
}

struct Detected {
    CLD2::Language language = CLD2::UNKNOWN_LANGUAGE;
    bool is_reliable = false;
    bool was_read = false;
};

Detected detect(std::string_view text) {
    const auto size = static_cast<int>(text.size());
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percents{};
    std::array<double, 3> scores{};
    int text_bytes = 0, valid_bytes = 0;
    const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    Detected detected;
    detected.language = CLD2::ExtDetectLanguageSummaryCheckUTF8(
        text.data(),
        size,
        true,
        &no_hints,
        0,
        languages.data(),
        percents.data(),
        scores.data(),
        nullptr,
        &text_bytes,
        &detected.is_reliable,
        &valid_bytes
    );
    detected.was_read = valid_bytes == size;
    return detected;
}

}  // namespace

bool is_plainly_english(const Words& words) {
    constexpr int different_min = 4;  // SQL has "into" in every line, Python "from"
    return std::popcount(words.telltales_met) >= different_min &&
           std::size_t{words.english_telltales} * 10 >= words.words.size();
}

std::string detect_language(std::string_view text) {
    for (const auto size : {language_sample_bytes, language_bytes_max}) {
        const auto sample = utf8::prefix(text, size);
        auto detected = detect(sample);
        if (!detected.was_read) detected = detect(without_controls(sample));
        if (detected.is_reliable) return iso_code(CLD2::LanguageCode(detected.language));
        if (sample.size() == text.size()) break;
    }
    return std::string{undetermined};
}

}  // namespace ingestd::enrich
