#include "xml_namespaces.hpp"

#include <array>
#include <utility>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

using Known = std::pair<std::string_view, std::string_view>;

// Office Open XML has each namespace twice: as ECMA first named it, and as ISO's strict variant.
constexpr auto ecma = "http://schemas.openxmlformats.org/"sv;
constexpr std::array by_ecma{
    Known{"wordprocessingml/2006/main", "w"},
    Known{"spreadsheetml/2006/main", "x"},
    Known{"presentationml/2006/main", "p"},
    Known{"drawingml/2006/main", "a"},
    Known{"drawingml/2006/chart", "c"},
    Known{"drawingml/2006/diagram", "dgm"},
    Known{"officeDocument/2006/relationships", "r"},
    Known{"officeDocument/2006/math", "m"},
    Known{"package/2006/relationships", "rel"},
    Known{"package/2006/metadata/core-properties", "cp"},
    Known{"markup-compatibility/2006", "mc"},
};

constexpr auto strict = "http://purl.oclc.org/ooxml/"sv;
constexpr std::array by_strict{
    Known{"wordprocessingml/main", "w"},
    Known{"spreadsheetml/main", "x"},
    Known{"presentationml/main", "p"},
    Known{"drawingml/main", "a"},
    Known{"drawingml/chart", "c"},
    Known{"drawingml/diagram", "dgm"},
    Known{"officeDocument/relationships", "r"},
    Known{"officeDocument/math", "m"},
};

// "urn:oasis:names:tc:opendocument:xmlns:text:1.0": what stands in the place of "text".
constexpr auto open_document = "urn:oasis:names:tc:opendocument:xmlns:"sv;
constexpr std::array by_open_document{
    Known{"office:1.0", "office"},
    Known{"text:1.0", "text"},
    Known{"table:1.0", "table"},
    Known{"drawing:1.0", "draw"},
    Known{"presentation:1.0", "presentation"},
    Known{"style:1.0", "style"},
    Known{"meta:1.0", "meta"},
    Known{"manifest:1.0", "manifest"},
    Known{"svg-compatible:1.0", "svg"},
    Known{"container", "container"},
};

constexpr std::array whole{
    Known{"http://purl.org/dc/elements/1.1/", "dc"},
    Known{"http://purl.org/dc/terms/", "dcterms"},
    Known{"http://www.idpf.org/2007/opf", "opf"},
    Known{"http://openebook.org/namespaces/oeb-package/1.0/", "opf"},
    Known{"http://www.w3.org/2001/04/xmlenc#", "enc"},
};

template <std::size_t N>
std::string_view look_up(const std::array<Known, N>& table, std::string_view uri) {
    for (const auto& [known, prefix] : table) {
        if (uri == known) return prefix;
    }
    return "?";
}

}  // namespace

std::string_view xml_prefix(std::string_view uri) {
    if (uri.empty()) return {};
    if (uri.starts_with(ecma)) return look_up(by_ecma, uri.substr(ecma.size()));
    if (uri.starts_with(open_document)) {
        return look_up(by_open_document, uri.substr(open_document.size()));
    }
    if (uri.starts_with(strict)) return look_up(by_strict, uri.substr(strict.size()));
    return look_up(whole, uri);
}

}  // namespace ingestd::formats
