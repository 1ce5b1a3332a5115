#include "text_recognition.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>

#include <ingestd/base/utf8.hpp>
#include <ingestd/document/upload_options.hpp>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>
#include <unicode/uchar.h>

#include "../block_writer.hpp"

namespace ingestd::formats {
namespace {

constexpr const char* debian_tessdata = "/usr/share/tesseract-ocr/5/tessdata";
// Print that is legible has 80 and more, noise and text that lies on its side less than this.
constexpr int legible_confidence = 55;
constexpr float paragraph_confidence_min = 30;  // below it: specks, patterns, parts of photos

// A page as screens show it: its letters are 8 to 10 pixels high, and Tesseract wants 20.
constexpr std::uint64_t small_picture_pixels = 1'000'000;
constexpr float small_picture_scale = 2.5F;

std::string package_of(const std::string& language) {
    std::string package = "tesseract-ocr-" + language;
    std::ranges::transform(package, package.begin(), [](char c) {
        if (c == '_') return '-';
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return package;
}

std::string packages_of(const std::vector<std::string>& languages) {
    std::string text;
    for (const auto& language : languages) {
        text += (text.empty() ? "" : ", ") + package_of(language);
    }
    return text;
}

std::string how_to_install(const std::vector<std::string>& languages) {
    return "install " + packages_of(languages) + " for " + join_ocr_languages(languages);
}

bool has_letter_or_digit(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (u_isalnum(static_cast<UChar32>(utf8::next(text, at)))) return true;
    }
    return false;
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool tell_progress(tesseract::ETEXT_DESC* monitor, int, int, int, int) {
    (*static_cast<const PartRecognized*>(monitor->cancel_this))(monitor->progress / 100.0);
    return false;
}

}  // namespace

struct TextRecognition::Engine {
    tesseract::TessBaseAPI api;
};

TextRecognition::TextRecognition() : engine_{std::make_unique<Engine>()} {}
TextRecognition::~TextRecognition() = default;

std::variant<TextRecognition*, DocumentFailure> TextRecognition::of(const ReadingOptions& options) {
    static std::unique_ptr<TextRecognition> kept;
    static std::string kept_for;
    const auto wanted = options.tessdata + '\n' + options.ocr_languages;
    if (kept && kept_for == wanted) return kept.get();

    kept.reset();  // two of many languages would not fit in a helper's memory
    auto loaded = load(options);
    if (auto* failure = std::get_if<DocumentFailure>(&loaded)) return std::move(*failure);
    kept = std::move(std::get<std::unique_ptr<TextRecognition>>(loaded));
    kept_for = wanted;
    return kept.get();
}

std::variant<std::unique_ptr<TextRecognition>, DocumentFailure> TextRecognition::load(
    const ReadingOptions& options
) {
    const auto folder = options.tessdata.empty() ? std::string{debian_tessdata} : options.tessdata;
    std::vector<std::string> there, missing;
    for (const auto& language : split_ocr_languages(options.ocr_languages)) {
        std::error_code failed;
        const bool is_there =
            is_ocr_language(language) &&
            std::filesystem::exists(
                std::filesystem::path{folder} / (language + ".traineddata"), failed
            );
        (is_there ? there : missing).push_back(language);
    }
    if (there.empty()) {
        return DocumentFailure{
            "unsupported_type",
            "Pictures cannot be read: Tesseract's data is not installed (" +
                how_to_install(missing) + ")."};
    }
    auto made = std::unique_ptr<TextRecognition>{new TextRecognition};
    auto& api = made->engine_->api;
    const auto languages = join_ocr_languages(there);
    if (api.Init(folder.c_str(), languages.c_str(), tesseract::OEM_LSTM_ONLY) != 0) {
        return DocumentFailure{
            "unsupported_type", "Tesseract cannot read its data of " + languages + "."};
    }
    static std::once_flag is_silent;  // of all engines, one of which may be at work
    std::call_once(is_silent, [&api] {
        ::setMsgSeverity(L_SEVERITY_NONE);
        api.SetVariable("debug_file", "/dev/null");
    });
    api.SetPageSegMode(tesseract::PSM_AUTO);
    if (!missing.empty()) {
        made->missing_ =
            "Not all languages that were asked for could be read: " + how_to_install(missing) + ".";
    }
    return made;
}

RecognizedText TextRecognition::read_as_it_stands(Pix* pix, const PartRecognized& tell) {
    auto& api = engine_->api;
    api.SetImage(pix);
    tesseract::ETEXT_DESC monitor;
    monitor.cancel_this = const_cast<PartRecognized*>(&tell);
    monitor.progress_callback2 = tell_progress;
    RecognizedText text;
    if (api.Recognize(&monitor) == 0) {
        text.confidence = api.MeanTextConf();
        const std::unique_ptr<tesseract::ResultIterator> at{api.GetIterator()};
        constexpr auto paragraph = tesseract::RIL_PARA;
        for (bool more = at != nullptr; more; more = at->Next(paragraph)) {
            const std::unique_ptr<char[]> found{at->GetUTF8Text(paragraph)};
            if (!found || at->Confidence(paragraph) < paragraph_confidence_min) continue;
            auto joined = join_lines(utf8::repair(found.get()));
            if (has_letter_or_digit(joined)) text.paragraphs.push_back(std::move(joined));
        }
    }
    api.Clear();
    return text;
}

RecognizedText TextRecognition::read(Pix* pix, const PartRecognized& tell) {
    auto best = read_as_it_stands(pix, tell);
    const auto is_legible = [](const RecognizedText& text) {
        return !text.paragraphs.empty() && text.confidence >= legible_confidence;
    };
    // Quarters to the right, then a half: scanners turn pages by a quarter mostly.
    for (const int quarters : {1, 3, 2}) {
        if (is_legible(best)) break;
        const PixPtr turned{::pixRotateOrth(pix, quarters)};
        if (!turned) break;
        auto text = read_as_it_stands(turned.get(), tell);
        const bool is_better = best.paragraphs.empty() || text.confidence > best.confidence;
        if (!text.paragraphs.empty() && is_better) best = std::move(text);
    }
    return best;
}

PixPtr to_recognizable(PixPtr pix) {
    if (pix && ::pixGetSpp(pix.get()) == 4) pix.reset(::pixRemoveAlpha(pix.get()));
    if (!pix) return nullptr;
    pix.reset(::pixConvertTo8(pix.get(), 0));
    if (!pix) return nullptr;
    const auto pixels = static_cast<std::uint64_t>(::pixGetWidth(pix.get())) *
                        static_cast<std::uint64_t>(::pixGetHeight(pix.get()));
    if (pixels < small_picture_pixels) {
        pix.reset(::pixScale(pix.get(), small_picture_scale, small_picture_scale));
        return pix;
    }
    if (pixels <= recognized_pixels_max) return pix;
    const auto scale =
        static_cast<float>(std::sqrt(double{recognized_pixels_max} / static_cast<double>(pixels)));
    pix.reset(::pixScale(pix.get(), scale, scale));
    return pix;
}

std::string join_lines(const std::string& lines) {
    std::string text;
    std::string_view rest = lines;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const auto line = trimmed(rest.substr(0, end));
        rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
        if (line.empty()) continue;
        const bool is_parted = text.size() >= 2 && text.back() == '-' &&
                               is_lower(text[text.size() - 2]) && is_lower(line.front());
        if (is_parted) {
            text.pop_back();
        } else if (!text.empty()) {
            text += ' ';
        }
        text += line;
    }
    return text;
}

}  // namespace ingestd::formats
