#include "odf_package.hpp"

#include <string>
#include <utility>

#include "../block_writer.hpp"
#include "../declared_time.hpp"
#include "../package/element_texts.hpp"
#include "../package/xml_events.hpp"

namespace ingestd::formats {
namespace {

class ManifestHandler final : public XmlHandler {
public:
    bool start(std::string_view element, const XmlAttributes&) override {
        tells_encryption = tells_encryption || element == "manifest:encryption-data";
        return true;
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    bool tells_encryption = false;
};

bool is_encrypted(ZipPackage& package) {
    constexpr std::string_view manifest = "META-INF/manifest.xml";
    if (!package.has(manifest)) return false;
    ManifestHandler handler;
    read_xml(package, manifest, handler);
    return handler.tells_encryption;
}

}  // namespace

std::variant<ZipPackage, DocumentFailure> open_odf(
    std::string_view content, std::string_view what
) {
    auto opened = ZipPackage::open(content, what);
    if (auto* package = std::get_if<ZipPackage>(&opened)) {
        if (is_encrypted(*package)) return package->password_required();
        if (!package->has(odf_content)) {
            return package->malformed("holds no content part: it is none, or damaged.");
        }
    }
    return opened;
}

DocumentFacts odf_facts(ZipPackage& package) {
    DocumentFacts facts;
    read_element_texts(package, "meta.xml", [&](std::string_view element, std::string_view text) {
        if (element == "dc:title") facts.title = fact(text);
        if (element == "dc:language") facts.language = fact(text);
        if (element == "meta:creation-date") facts.created = utc_of_iso(text);
        if (element == "dc:date") facts.modified = utc_of_iso(text);
        if (element == "meta:initial-creator") facts.author = fact(text);
        // Who saved it last, where nobody else is told.
        if (element == "dc:creator" && facts.author.empty()) facts.author = fact(text);
    });
    return facts;
}

}  // namespace ingestd::formats
