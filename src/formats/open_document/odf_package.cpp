#include "odf_package.hpp"

#include <string>
#include <utility>

#include <ingestd/formats/limits.hpp>

#include "../block_writer.hpp"
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

class MetaHandler final : public XmlHandler {
public:
    explicit MetaHandler(DocumentFacts& facts) : facts_{facts} {}

    bool start(std::string_view, const XmlAttributes&) override {
        text_.clear();
        return true;
    }
    void end(std::string_view element) override {
        if (element == "dc:title") facts_.title = fact(text_);
        if (element == "dc:language") facts_.language = fact(text_);
        if (element == "meta:initial-creator") facts_.author = fact(text_);
        // Who saved it last, where nobody else is told.
        if (element == "dc:creator" && facts_.author.empty()) facts_.author = fact(text_);
        text_.clear();
    }
    void text(std::string_view text) override {
        if (text_.size() < gathered_bytes_max) text_ += text;
    }

private:
    DocumentFacts& facts_;
    std::string text_;
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
    if (package.has("meta.xml")) {
        MetaHandler handler{facts};
        read_xml(package, "meta.xml", handler);
    }
    return facts;
}

}  // namespace ingestd::formats
