// Writes OpenDocument packages for tests.
#pragma once

#include <string>

#include "zip_file.hpp"

namespace ingestd::test {

// The content part: automatic styles, then a body of `kind` ("text", "spreadsheet",
// "presentation").
inline std::string odf_content_part(
    const std::string& kind, const std::string& body, const std::string& styles = {}
) {
    std::string names;
    for (const char* name :
         {"office", "text", "table", "style", "presentation", "manifest", "meta"}) {
        names += " xmlns:" + std::string{name} + "='urn:oasis:names:tc:opendocument:xmlns:" + name +
                 ":1.0'";
    }
    names +=
        " xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'"
        " xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'";
    return "<office:document-content" + names + "><office:automatic-styles>" + styles +
           "</office:automatic-styles><office:body><office:" + kind + ">" + body +
           "</office:" + kind + "></office:body></office:document-content>";
}

inline ZipParts odf_parts(
    const std::string& kind, const std::string& body, const std::string& styles = {}
) {
    return {
        {"mimetype", "application/vnd.oasis.opendocument." + kind},
        {"content.xml", odf_content_part(kind, body, styles)},
        {"meta.xml",
         "<office:document-meta xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
         "xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0' "
         "xmlns:dc='http://purl.org/dc/elements/1.1/'><office:meta><dc:creator>Last</dc:creator>"
         "<meta:initial-creator>First</meta:initial-creator><dc:title>Title</dc:title>"
         "<dc:language>nl</dc:language>"
         "<meta:creation-date>2024-10-08T09:40:40.123</meta:creation-date>"
         "<dc:date>2024-10-09T00:00:00Z</dc:date></office:meta></office:document-meta>"}};
}

}  // namespace ingestd::test
