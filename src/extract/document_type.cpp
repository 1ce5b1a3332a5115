#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <ingestd/base/ascii.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/extract/document_type.hpp>

#include "mail_head.hpp"
#include "signatures.hpp"
#include "source_languages.hpp"
#include "zip_documents.hpp"

namespace ingestd::extract {
namespace {

using namespace std::string_view_literals;

std::string lower(std::string_view text) {
    std::string out{text};
    make_ascii_lower(out);
    return out;
}

template <std::size_t N>
std::optional<DocumentType> look_up(
    const std::array<std::pair<std::string_view, DocumentType>, N>& table, std::string_view word
) {
    for (const auto& [known, type] : table) {
        if (word == known) return type;
    }
    return std::nullopt;
}

constexpr auto by_ending = std::to_array<std::pair<std::string_view, DocumentType>>({
    {"txt", DocumentType::text},          {"text", DocumentType::text},
    {"log", DocumentType::text},          {"md", DocumentType::markdown},
    {"markdown", DocumentType::markdown}, {"mdown", DocumentType::markdown},
    {"mkd", DocumentType::markdown},      {"html", DocumentType::html},
    {"htm", DocumentType::html},          {"xhtml", DocumentType::html},
    {"csv", DocumentType::csv},           {"tsv", DocumentType::csv},
    {"tab", DocumentType::csv},           {"json", DocumentType::json},
    {"ipynb", DocumentType::notebook},    {"jsonl", DocumentType::jsonl},
    {"ndjson", DocumentType::jsonl},      {"pdf", DocumentType::pdf},
    {"srt", DocumentType::subtitles},     {"vtt", DocumentType::subtitles},
    {"yaml", DocumentType::yaml},         {"yml", DocumentType::yaml},
    {"tex", DocumentType::latex},         {"latex", DocumentType::latex},
    {"ltx", DocumentType::latex},         {"rst", DocumentType::rst},
    {"rest", DocumentType::rst},          {"docx", DocumentType::docx},
    {"docm", DocumentType::docx},         {"dotx", DocumentType::docx},
    {"odt", DocumentType::odt},           {"ott", DocumentType::odt},
    {"epub", DocumentType::epub},         {"pptx", DocumentType::pptx},
    {"pptm", DocumentType::pptx},         {"ppsx", DocumentType::pptx},
    {"potx", DocumentType::pptx},         {"xlsx", DocumentType::xlsx},
    {"xlsm", DocumentType::xlsx},         {"xltx", DocumentType::xlsx},
    {"ods", DocumentType::ods},           {"ots", DocumentType::ods},
    {"odp", DocumentType::odp},           {"otp", DocumentType::odp},
    {"xml", DocumentType::xml},           {"rss", DocumentType::xml},
    {"atom", DocumentType::xml},          {"xsd", DocumentType::xml},
    {"xsl", DocumentType::xml},           {"xslt", DocumentType::xml},
    {"wsdl", DocumentType::xml},          {"opml", DocumentType::xml},
    {"eml", DocumentType::mail},          {"doc", DocumentType::doc},
    {"dot", DocumentType::doc},           {"xls", DocumentType::xls},
    {"xlt", DocumentType::xls},           {"ppt", DocumentType::ppt},
    {"pps", DocumentType::ppt},           {"msg", DocumentType::msg},
    {"oft", DocumentType::msg},           {"mbox", DocumentType::mailbox},
    {"mbx", DocumentType::mailbox},       {"zip", DocumentType::archive},
    {"tar", DocumentType::archive},       {"gz", DocumentType::archive},
    {"tgz", DocumentType::archive},       {"bz2", DocumentType::archive},
    {"tbz2", DocumentType::archive},      {"xz", DocumentType::archive},
    {"txz", DocumentType::archive},       {"zst", DocumentType::archive},
    {"tzst", DocumentType::archive},      {"7z", DocumentType::archive},
    {"rar", DocumentType::archive},       {"cpio", DocumentType::archive},
    {"cab", DocumentType::archive},       {"pnm", DocumentType::picture},
    {"pbm", DocumentType::picture},       {"pgm", DocumentType::picture},
    {"ppm", DocumentType::picture},
});

constexpr auto by_media_type = std::to_array<std::pair<std::string_view, DocumentType>>({
    {"text/markdown", DocumentType::markdown},
    {"text/x-markdown", DocumentType::markdown},
    {"text/html", DocumentType::html},
    {"application/xhtml+xml", DocumentType::html},
    {"application/x-ipynb+json", DocumentType::notebook},
    {"text/csv", DocumentType::csv},
    {"text/tab-separated-values", DocumentType::csv},
    {"application/json", DocumentType::json},
    {"application/jsonl", DocumentType::jsonl},
    {"application/x-ndjson", DocumentType::jsonl},
    {"application/ndjson", DocumentType::jsonl},
    {"application/pdf", DocumentType::pdf},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", DocumentType::docx},
    {"application/vnd.oasis.opendocument.text", DocumentType::odt},
    {"application/epub+zip", DocumentType::epub},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation",
     DocumentType::pptx},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", DocumentType::xlsx},
    {"application/vnd.oasis.opendocument.spreadsheet", DocumentType::ods},
    {"application/vnd.oasis.opendocument.presentation", DocumentType::odp},
    {"text/plain", DocumentType::text},
    {"text/vtt", DocumentType::subtitles},
    {"application/x-subrip", DocumentType::subtitles},
    {"application/yaml", DocumentType::yaml},
    {"application/x-yaml", DocumentType::yaml},
    {"text/yaml", DocumentType::yaml},
    {"text/x-yaml", DocumentType::yaml},
    {"application/x-latex", DocumentType::latex},
    {"application/x-tex", DocumentType::latex},
    {"text/x-tex", DocumentType::latex},
    {"text/x-rst", DocumentType::rst},
    {"text/prs.fallenstein.rst", DocumentType::rst},
    {"application/xml", DocumentType::xml},
    {"text/xml", DocumentType::xml},
    {"application/rss+xml", DocumentType::xml},
    {"application/atom+xml", DocumentType::xml},
    {"application/msword", DocumentType::doc},
    {"application/vnd.ms-excel", DocumentType::xls},
    {"application/vnd.ms-powerpoint", DocumentType::ppt},
    {"application/vnd.ms-outlook", DocumentType::msg},
    {"message/rfc822", DocumentType::mail},
    {"application/mbox", DocumentType::mailbox},
    {"application/zip", DocumentType::archive},
    {"application/x-tar", DocumentType::archive},
    {"application/gzip", DocumentType::archive},
    {"application/x-7z-compressed", DocumentType::archive},
});

std::string ending_of(std::string_view filename) {
    const auto name = filename.substr(filename.find_last_of("/\\") + 1);
    const auto dot = name.rfind('.');
    return dot == name.npos ? std::string{} : lower(name.substr(dot + 1));
}

std::optional<DocumentType> type_named(std::string_view filename) {
    if (const auto type = look_up(by_ending, ending_of(filename))) return type;
    if (source_language(filename).empty()) return std::nullopt;
    return DocumentType::source;
}

std::string media_type_of(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    return lower(type);
}

std::string_view without_leading_space(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return text;
}

// The comments and XML declaration that may stand before an HTML document's first tag.
std::string_view without_preamble(std::string_view text) {
    for (text = without_leading_space(text);; text = without_leading_space(text)) {
        const auto end = text.starts_with("<!--")    ? text.find("-->")
                         : text.starts_with("<?xml") ? text.find("?>")
                                                     : text.npos;
        if (end == text.npos) return text;
        text.remove_prefix(text.find('>', end) + 1);
    }
}

bool begins_rtf_document(std::string_view lower_text) {
    return without_leading_space(lower_text).starts_with("{\\rtf");
}

bool begins_web_vtt(std::string_view lower_text) {
    constexpr auto signature = "webvtt"sv;
    if (!lower_text.starts_with(signature)) return false;
    const auto rest = lower_text.substr(signature.size());
    return rest.empty() || " \t\r\n"sv.find(rest.front()) != ""sv.npos;
}

bool begins_html_document(std::string_view lower_text) {
    const auto text = without_preamble(lower_text);
    return text.starts_with("<!doctype html") || text.starts_with("<html") ||
           text.starts_with("<head>") || text.starts_with("<body");
}

// Whether the first two lines hold one whole JSON object or array each, as far as brackets tell.
bool looks_like_json_lines(std::string_view text) {
    const auto first_end = text.find('\n');
    if (first_end == text.npos) return false;
    auto first = text.substr(0, first_end);
    while (first.ends_with('\r') || first.ends_with(' ')) first.remove_suffix(1);
    const auto second = without_leading_space(text.substr(first_end));
    return first.starts_with('{') && first.ends_with('}') && second.starts_with('{');
}

// Anything may begin with a bracket; JSON goes on with a value, a name or the end.
bool looks_like_json(std::string_view text) {
    text = without_leading_space(text);
    if (text.empty() || (text.front() != '{' && text.front() != '[')) return false;
    const bool is_object = text.front() == '{';
    text = without_leading_space(text.substr(1));
    if (text.empty()) return false;
    return is_object ? text.front() == '"' || text.front() == '}'
                     : "{[\"]-0123456789tfn"sv.find(text.front()) != std::string_view::npos;
}

bool looks_like_notebook(std::string_view text) {
    return looks_like_json(text) && text.find("\"cells\"") != text.npos &&
           text.find("\"cell_type\"") != text.npos;
}

// What the text itself shows.
std::optional<TypeVerdict> by_text(std::string_view lower_text, std::optional<DocumentType> named) {
    if (begins_html_document(lower_text)) return DocumentType::html;
    if (begins_rtf_document(lower_text)) return DocumentType::rtf;
    if (begins_web_vtt(lower_text)) return DocumentType::subtitles;
    if (lower_text.starts_with("<?xml") && named != DocumentType::html) return DocumentType::xml;
    if ((!named || named == DocumentType::json) && looks_like_notebook(lower_text))
        return DocumentType::notebook;
    if (named == DocumentType::json && looks_like_json_lines(lower_text))
        return DocumentType::jsonl;
    return std::nullopt;
}

constexpr std::array in_compound_files{
    DocumentType::msg,
    DocumentType::doc,
    DocumentType::xls,
    DocumentType::ppt,
};

bool is_in_compound_file(DocumentType type) {
    return std::find(in_compound_files.begin(), in_compound_files.end(), type) !=
           in_compound_files.end();
}

// The container's directory may stand anywhere in it: where it is not seen the name counts.
std::optional<DocumentType> compound_type(
    std::string_view head, std::optional<DocumentType> named
) {
    if (holds_stream(head, "__substg1.0_")) return DocumentType::msg;
    if (holds_stream(head, "WordDocument")) return DocumentType::doc;
    if (holds_stream(head, "PowerPoint Document")) return DocumentType::ppt;
    if (holds_stream(head, "Workbook") || holds_stream(head, "Book")) return DocumentType::xls;
    if (named && is_in_compound_file(*named)) return named;
    return std::nullopt;
}

constexpr std::array zip_based{
    DocumentType::docx,
    DocumentType::odt,
    DocumentType::epub,
    DocumentType::pptx,
    DocumentType::xlsx,
    DocumentType::ods,
    DocumentType::odp,
};

bool is_zip_based(DocumentType type) {
    return std::find(zip_based.begin(), zip_based.end(), type) != zip_based.end();
}

// No text is one of these.
bool is_binary(DocumentType type) {
    return type == DocumentType::pdf || type == DocumentType::archive ||
           is_in_compound_file(type) || is_zip_based(type);
}

// The parts that tell may lie beyond the head, or be cut off, and an OpenDocument package may lack
// its mark: then the name counts. An archive that is seen whole is what it is.
TypeVerdict zip_type(std::string_view head, std::optional<DocumentType> named) {
    if (auto verdict = zip_document(head)) return std::move(*verdict);
    const bool may_tell_later = !ends_zip(head) || may_be_open_document(head);
    if (named && is_zip_based(*named) && may_tell_later) return *named;
    return DocumentType::archive;
}

// Mail that holds raw bytes, such as those of a PDF, or is named as mail.
std::optional<DocumentType> mail_type(std::string_view head, std::optional<DocumentType> named) {
    const auto found = mail_head(head);
    if (found == MailHead::none) return std::nullopt;
    if (named == DocumentType::mail || named == DocumentType::mailbox) return named;
    const bool is_text = head.find('\0') == head.npos && charset::looks_like_text(head);
    if (is_text) return std::nullopt;
    return found == MailHead::mailbox ? DocumentType::mailbox : DocumentType::mail;
}

TypeVerdict unknown_binary(std::string_view ending, std::optional<DocumentType> named) {
    // A damaged document is told as one.
    if (named && is_binary(*named)) return *named;
    if (auto name = unsupported_by_ending(ending)) return UnsupportedType{std::move(*name)};
    return UnsupportedType{"Binary file of an unknown type"};
}

}  // namespace

std::string_view to_string(DocumentType type) {
    switch (type) {
        case DocumentType::text:
            return "text";
        case DocumentType::markdown:
            return "markdown";
        case DocumentType::html:
            return "html";
        case DocumentType::csv:
            return "csv";
        case DocumentType::json:
            return "json";
        case DocumentType::jsonl:
            return "jsonl";
        case DocumentType::pdf:
            return "pdf";
        case DocumentType::rtf:
            return "rtf";
        case DocumentType::notebook:
            return "notebook";
        case DocumentType::subtitles:
            return "subtitles";
        case DocumentType::yaml:
            return "yaml";
        case DocumentType::latex:
            return "latex";
        case DocumentType::rst:
            return "rst";
        case DocumentType::source:
            return "source";
        case DocumentType::xml:
            return "xml";
        case DocumentType::docx:
            return "docx";
        case DocumentType::odt:
            return "odt";
        case DocumentType::epub:
            return "epub";
        case DocumentType::pptx:
            return "pptx";
        case DocumentType::xlsx:
            return "xlsx";
        case DocumentType::ods:
            return "ods";
        case DocumentType::odp:
            return "odp";
        case DocumentType::archive:
            return "archive";
        case DocumentType::mail:
            return "eml";
        case DocumentType::mailbox:
            return "mbox";
        case DocumentType::msg:
            return "msg";
        case DocumentType::doc:
            return "doc";
        case DocumentType::xls:
            return "xls";
        case DocumentType::ppt:
            return "ppt";
        case DocumentType::picture:
            return "picture";
    }
    return "unknown";
}

TypeVerdict detect_type(const TypeEvidence& evidence) {
    const auto head = evidence.head.substr(0, type_head_bytes);
    const auto ending = ending_of(evidence.filename);
    const auto named = type_named(evidence.filename);
    const auto declared = look_up(by_media_type, media_type_of(evidence.content_type));
    if (is_zip(head)) return zip_type(head, named ? named : declared);
    if (is_compound_file(head) && named && is_zip_based(*named)) return *named;
    // Which of them it is only the password tells; the reader says that it is wanted.
    if (is_encrypted_office(head)) return DocumentType::docx;
    if (is_compound_file(head)) {
        if (const auto type = compound_type(head, named)) return *type;
    }
    if (is_picture(head)) return DocumentType::picture;
    if (auto name = unsupported_by_signature(head)) return UnsupportedType{std::move(*name)};
    if (is_archive(head)) return DocumentType::archive;
    if (const auto type = mail_type(head, named ? named : declared)) return *type;
    if (is_pdf(head)) return DocumentType::pdf;
    if (begins_rtf_document(head)) return DocumentType::rtf;  // it may hold binary pictures

    if (!charset::looks_like_text(head)) return unknown_binary(ending, named);

    const auto text = lower(charset::decode_all(head).text);
    // A picture, though it is written in XML.
    if (ending == "svg") return UnsupportedType{*unsupported_by_ending(ending)};
    if (auto verdict = by_text(text, named)) return std::move(*verdict);
    if (named && named != DocumentType::pdf) return *named;
    if (auto name = unsupported_by_ending(ending)) return UnsupportedType{std::move(*name)};

    if (declared && !is_binary(*declared) && declared != DocumentType::text) return *declared;
    if (!ending.empty() || declared == DocumentType::text) return DocumentType::text;
    if (looks_like_json_lines(text)) return DocumentType::jsonl;
    if (without_leading_space(text).starts_with("\\documentclass")) return DocumentType::latex;
    return looks_like_json(text) ? DocumentType::json : DocumentType::text;
}

}  // namespace ingestd::extract
