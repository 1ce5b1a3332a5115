// What kind of document bytes are: by content first, then by name, then as declared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace ingestd::extract {

// Values travel to the helper program, which is of the same build.
enum class DocumentType : std::uint8_t {
    text,
    markdown,
    html,
    csv,
    json,
    jsonl,
    rtf,
    notebook,
    subtitles,
    yaml,
    latex,
    rst,
    source,
    xml,
    pdf,
    docx,
    odt,
    epub,
    pptx,
    xlsx,
    ods,
    odp,
    archive,
    mail,
    mailbox,
    msg,
    doc,  // these three: of before 2007, through a converter
    xls,
    ppt,
    picture,  // of text, read by OCR
};
inline constexpr auto last_document_type = DocumentType::picture;

// The word for DocumentFacts::format.
std::string_view to_string(DocumentType type);

// Not read (yet).  name: for a person, "Word document (.docx)", "PNG image"
struct UnsupportedType {
    std::string name;

    friend bool operator==(const UnsupportedType&, const UnsupportedType&) = default;
};

using TypeVerdict = std::variant<DocumentType, UnsupportedType>;

// More of the document changes no verdict.
inline constexpr std::size_t type_head_bytes = 64 * 1024;

//   head          the start of the content
//   filename      as the uploader gave it; only its ending counts
//   content_type  a media type as declared, parameters allowed
struct TypeEvidence {
    std::string_view head;
    std::string_view filename;
    std::string_view content_type;
};

// What content shows beyond doubt (a signature, an HTML document's beginning) wins over the name;
// the name tells texts apart, which content cannot; the declared type counts where both are silent;
// what is left is plain text if a person would take it for text.  Pure.
TypeVerdict detect_type(const TypeEvidence& evidence);

}  // namespace ingestd::extract
