#include "opc_package.hpp"

#include <algorithm>

#include <ingestd/formats/limits.hpp>

#include "../block_writer.hpp"
#include "../declared_time.hpp"
#include "../package/element_texts.hpp"
#include "../package/part_name.hpp"
#include "../package/xml_events.hpp"

namespace ingestd::formats {
namespace {

class RelationshipHandler final : public XmlHandler {
public:
    RelationshipHandler(std::string_view part, std::vector<Relationship>& all)
        : part_{part}, all_{all} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element != "rel:Relationship" || attributes["TargetMode"] == "External") return true;
        if (all_.size() >= package_parts_max) return true;
        const auto type = attributes["Type"];
        all_.push_back(
            {std::string{attributes["Id"]},
             std::string{type.substr(type.rfind('/') + 1)},
             resolve_part(part_, attributes["Target"])}
        );
        return true;
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

private:
    std::string part_;
    std::vector<Relationship>& all_;
};

std::string relationships_part(std::string_view part) {
    const auto slash = part.rfind('/');
    const auto folder = slash == part.npos ? std::string_view{} : part.substr(0, slash + 1);
    const auto name = part.substr(folder.size());
    return std::string{folder} + "_rels/" + std::string{name} + ".rels";
}

}  // namespace

Relationships Relationships::of(ZipPackage& package, std::string_view part) {
    Relationships relationships;
    const auto name = relationships_part(part);
    if (!package.has(name)) return relationships;
    RelationshipHandler handler{part, relationships.all_};
    read_xml(package, name, handler);  // those before the damage count
    for (std::size_t i = 0; i < relationships.all_.size(); ++i) {
        relationships.by_id_.emplace(relationships.all_[i].id, i);
    }
    return relationships;
}

const Relationship* Relationships::by_id(std::string_view id) const {
    const auto found = by_id_.find(std::string{id});
    return found == by_id_.end() ? nullptr : &all_[found->second];
}

const Relationship* Relationships::first_of_type(std::string_view type) const {
    const auto found =
        std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.type == type; });
    return found == all_.end() ? nullptr : &*found;
}

std::string main_part(ZipPackage& package, std::string_view usual) {
    const auto relationships = Relationships::of(package, "");
    const auto* told = relationships.first_of_type("officeDocument");
    return told != nullptr && package.has(told->target) ? told->target : std::string{usual};
}

DocumentFacts core_properties(ZipPackage& package) {
    DocumentFacts facts;
    const auto relationships = Relationships::of(package, "");
    const auto* told = relationships.first_of_type("core-properties");
    const std::string part = told != nullptr ? told->target : "docProps/core.xml";
    read_element_texts(package, part, [&](std::string_view element, std::string_view text) {
        if (element == "dc:title") facts.title = fact(text);
        if (element == "dc:creator") facts.author = fact(text);
        if (element == "dc:language") facts.language = fact(text);
        if (element == "dcterms:created") facts.created = utc_of_iso(text);
        if (element == "dcterms:modified") facts.modified = utc_of_iso(text);
    });
    return facts;
}

}  // namespace ingestd::formats
