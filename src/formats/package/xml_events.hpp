// Reads a part of a package as XML, event by event, through expat. Private to the room.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/document/document_failure.hpp>

#include "reading_progress.hpp"
#include "zip_package.hpp"

namespace ingestd::formats {

// The attributes of an element, valid during XmlHandler::start. Names are "w:val" with the prefixes
// of xml_namespaces.hpp, or "id" where the document gives no prefix.
class XmlAttributes {
public:
    explicit XmlAttributes(const char* const* pairs) : pairs_{pairs} {}

    std::optional<std::string_view> find(std::string_view name) const;
    std::string_view operator[](std::string_view name) const {
        return find(name).value_or(std::string_view{});
    }

private:
    const char* const* pairs_;  // name, value, …, null
};

// What an XML document says, in its order. Names of elements as those of attributes.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;

    // False: the element is left out with all that it holds; no end() comes for it.
    virtual bool start(std::string_view element, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view element) = 0;
    virtual void text(std::string_view text) = 0;
};

// A document type may be declared, but no entities: none is ever expanded, and nothing is fetched.
// Of mc:AlternateContent the fallback is left out.
//   memory  one piece, and what expat keeps of an element; depth at most xml_depth_max
//   errors  malformed: not well-formed, nested too deep, entities, a tag without end; and those of
//           ZipPackage::read. What was told before stands
std::optional<DocumentFailure> read_xml(
    ZipPackage& package,
    std::string_view part,
    XmlHandler& handler,
    ReadingProgress* progress = nullptr
);

// The same of a document that is no package.
//   what        begins a failure's sentence: "The XML document"
//   next_piece  UTF-8, whatever the document declares; empty at the end
std::optional<DocumentFailure> read_xml(
    const std::string& what,
    const std::function<std::string_view()>& next_piece,
    XmlHandler& handler
);

}  // namespace ingestd::formats
