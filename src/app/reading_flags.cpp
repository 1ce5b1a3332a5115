#include "reading_flags.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/document/upload_options.hpp>

namespace ingestd::app {
namespace {

constexpr const char* password_variable = "INGESTD_DOCUMENT_PASSWORD";

}  // namespace

void ReadingFlags::declare(CLI::App& of) {
    of.add_option(
          "--password",
          password,
          "Opens documents that are encrypted\n(none) [INGESTD_DOCUMENT_PASSWORD]"
    )
        ->type_name("PASSWORD");
    of.add_option(
          "--ocr-language",
          ocr_languages,
          "Language of pictures and scans, as Tesseract calls it; may be given again"
    )
        ->type_name("LANGUAGE")
        ->delimiter(',')
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::optional<std::string> ReadingFlags::settle(const Environment& environment) {
    if (password.empty()) password = environment(password_variable).value_or("");
    if (!utf8::is_valid(password)) return "the password is not UTF-8";
    if (password.size() > password_bytes_max) {
        return "the password is longer than " + std::to_string(password_bytes_max) + " bytes";
    }
    if (ocr_languages.size() > ocr_languages_max) {
        return "--ocr-language: at most " + std::to_string(ocr_languages_max) + " languages";
    }
    const auto bad = std::ranges::find_if_not(ocr_languages, is_ocr_language);
    if (bad == ocr_languages.end()) return std::nullopt;
    return "--ocr-language: " + log::quote_unless_plain(*bad) +
           " is no name of Tesseract's such as eng, deu or chi_sim";
}

}  // namespace ingestd::app
