#include "epub_package.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <ingestd/formats/limits.hpp>

#include "../block_writer.hpp"
#include "../declared_time.hpp"
#include "../package/part_name.hpp"
#include "../package/xml_events.hpp"

namespace ingestd::formats {
namespace {

using PartSet = std::unordered_set<std::string>;

// Old books give their elements no namespace.
std::string_view local_name(std::string_view element) {
    return element.substr(element.find(':') + 1);
}

class ContainerHandler final : public XmlHandler {
public:
    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (local_name(element) == "rootfile" && package_document.empty()) {
            package_document = resolve_part("", attributes["full-path"]);
        }
        return true;
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    std::string package_document;
};

class PackageDocumentHandler final : public XmlHandler {
public:
    PackageDocumentHandler(std::string part, EpubPackage& book)
        : part_{std::move(part)}, book_{book} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override {
        text_.clear();
        const auto name = local_name(element);
        if (name == "item" && items_.size() < chapters_max) {
            const auto type = attributes["media-type"];
            items_[std::string{attributes["id"]}] = {
                resolve_part(part_, attributes["href"]),
                type.find("html") != type.npos || type == "text/x-oeb1-document"};
        } else if (name == "itemref" && book_.spine.size() < chapters_max) {
            const auto found = items_.find(std::string{attributes["idref"]});
            book_.spine.push_back(found == items_.end() ? Chapter{} : found->second);
        } else if (name == "meta") {
            property_ = attributes["property"];
        } else if (name == "date") {
            property_ = attributes["opf:event"];
        }
        return true;
    }
    void end(std::string_view element) override {
        auto& facts = book_.facts;
        if (element == "dc:title" && facts.title.empty()) facts.title = fact(text_);
        if (element == "dc:language" && facts.language.empty()) facts.language = fact(text_);
        if (element == "dc:creator" && !trimmed(text_).empty()) {
            facts.author = fact(facts.author.empty() ? text_ : facts.author + ", " + fact(text_));
        }
        take_date(element);
        text_.clear();
    }
    void text(std::string_view text) override {
        if (text_.size() < gathered_bytes_max) text_ += text;
    }

private:
    // EPUB 3 has one date, of publication, and names the change by a property; EPUB 2 has several,
    // each with its event.
    void take_date(std::string_view element) {
        const auto name = local_name(element);
        if (name != "date" && name != "meta") return;
        auto& facts = book_.facts;
        if (property_ == "dcterms:modified" || property_ == "modification") {
            facts.modified = utc_of_iso(text_);
        } else if (property_ == "creation" || property_ == "dcterms:created" ||
                   (name == "date" && facts.created.empty())) {
            facts.created = utc_of_iso(text_);
        }
    }

    std::string part_;
    EpubPackage& book_;
    std::string property_;  // or the event of a date
    std::unordered_map<std::string, Chapter> items_;
    std::string text_;
};

class EncryptionHandler final : public XmlHandler {
public:
    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "enc:CipherReference" && encrypted.size() < package_parts_max) {
            encrypted.insert(resolve_part("", attributes["URI"]));
        }
        return true;
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    PartSet encrypted;
};

bool is_text_encrypted(ZipPackage& package, const EpubPackage& book) {
    constexpr std::string_view list = "META-INF/encryption.xml";
    if (!package.has(list)) return false;
    EncryptionHandler handler;
    read_xml(package, list, handler);
    return std::any_of(book.spine.begin(), book.spine.end(), [&](const auto& chapter) {
        return chapter.is_text && handler.encrypted.contains(chapter.part);
    });
}

}  // namespace

std::variant<EpubPackage, DocumentFailure> read_epub_package(ZipPackage& package) {
    ContainerHandler container;
    if (auto failure = read_xml(package, "META-INF/container.xml", container)) return *failure;
    EpubPackage book;
    PackageDocumentHandler handler{container.package_document, book};
    if (auto failure = read_xml(package, container.package_document, handler)) return *failure;
    if (book.spine.empty()) return package.malformed("names no chapters.");
    if (is_text_encrypted(package, book)) {
        return DocumentFailure{
            "password_required", package.what() + " is protected by its seller (DRM)."};
    }
    return book;
}

}  // namespace ingestd::formats
