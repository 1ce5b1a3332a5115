#include "zip_documents.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace ingestd::extract {
namespace {

using namespace std::string_view_literals;

constexpr auto local_header = "PK\3\4"sv;
constexpr auto end_record = "PK\5\6"sv;
constexpr std::size_t local_header_bytes = 30;

// An entry as its local header tells it.
struct Entry {
    std::string_view name;
    std::string_view content;  // as packed, as far as it is seen
    bool is_stored = false;
};

std::size_t little_endian(std::string_view bytes) {
    std::size_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

// Takes the next entry off `head`; nullopt: there is none that is seen whole.
std::optional<Entry> take_entry(std::string_view& head) {
    if (!head.starts_with(local_header) || head.size() < local_header_bytes) return std::nullopt;
    const auto name_bytes = little_endian(head.substr(26, 2));
    const auto content_at = local_header_bytes + name_bytes + little_endian(head.substr(28, 2));
    if (content_at > head.size()) return std::nullopt;
    Entry entry;
    entry.name = head.substr(local_header_bytes, name_bytes);
    entry.is_stored = little_endian(head.substr(8, 2)) == 0;
    const bool is_size_later = (little_endian(head.substr(6, 2)) & 8U) != 0;
    const auto packed_bytes = little_endian(head.substr(18, 4));
    const auto rest = head.substr(content_at);
    const auto length = is_size_later && packed_bytes == 0 ? rest.find(local_header) : packed_bytes;
    entry.content = rest.substr(0, length);
    head = rest.substr(std::min(length, rest.size()));
    return entry;
}

TypeVerdict unsupported(const char* name) {
    return UnsupportedType{name};
}

// OpenDocument and EPUB state their media type in the first entry. Templates go with documents.
std::optional<TypeVerdict> by_media_type(std::string_view type) {
    if (type.starts_with("application/epub+zip")) return DocumentType::epub;
    constexpr auto open_document = "application/vnd.oasis.opendocument."sv;
    if (!type.starts_with(open_document)) return std::nullopt;
    type.remove_prefix(open_document.size());
    if (type.starts_with("text")) return DocumentType::odt;
    if (type.starts_with("spreadsheet")) return DocumentType::ods;
    if (type.starts_with("presentation")) return DocumentType::odp;
    return unsupported("OpenDocument drawing, chart or formula");
}

// Office Open XML keeps each kind's parts in a folder of its own.
std::optional<TypeVerdict> by_folder(std::string_view name) {
    if (name.starts_with("word/")) return DocumentType::docx;
    if (name.starts_with("ppt/")) return DocumentType::pptx;
    if (name.starts_with("xl/")) return DocumentType::xlsx;
    if (name.starts_with("visio/")) return unsupported("Visio drawing (.vsdx)");
    return std::nullopt;
}

// The same folders in any archive mean nothing; these stand in every Office Open XML package.
bool is_office_mark(std::string_view name) {
    return name == "[Content_Types].xml" || name == "_rels/.rels" || name.starts_with("docProps/");
}

bool is_main_part(std::string_view name) {
    return name == "word/document.xml" || name == "ppt/presentation.xml" ||
           name == "xl/workbook.xml";
}

}  // namespace

bool is_zip(std::string_view head) {
    return head.starts_with(local_header) || head.starts_with(end_record);
}

bool ends_zip(std::string_view head) {
    return head.find(end_record) != head.npos;
}

std::optional<TypeVerdict> zip_document(std::string_view head) {
    std::optional<TypeVerdict> by_folders;
    bool is_office = false;
    while (const auto entry = take_entry(head)) {
        if (entry->name == "mimetype" && entry->is_stored) {
            if (auto verdict = by_media_type(entry->content)) return verdict;
        }
        if (entry->name == "META-INF/container.xml") return by_media_type("application/epub+zip");
        is_office = is_office || is_office_mark(entry->name) || is_main_part(entry->name);
        if (!by_folders) by_folders = by_folder(entry->name);
        if (is_office && by_folders) return by_folders;
    }
    return std::nullopt;
}

bool may_be_open_document(std::string_view head) {
    return head.find("content.xml") != head.npos;
}

}  // namespace ingestd::extract
