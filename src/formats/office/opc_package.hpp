// What the Office Open XML formats have in common (Open Packaging Conventions): parts point to each
// other by relationships, and one part holds what the document says of itself. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>

#include "../package/zip_package.hpp"

namespace ingestd::formats {

//   type    the last word of its URI: "officeDocument", "worksheet", "notesSlide"
//   target  the name of a part; those that point outside of the package are left out
struct Relationship {
    std::string id;
    std::string type;
    std::string target;
};

class Relationships {
public:
    // Of `part`; "" for those of the package itself. None when there are none, or they are damaged.
    static Relationships of(ZipPackage& package, std::string_view part);

    const Relationship* by_id(std::string_view id) const;
    const Relationship* first_of_type(std::string_view type) const;
    const std::vector<Relationship>& all() const { return all_; }

private:
    std::vector<Relationship> all_;
    std::unordered_map<std::string, std::size_t> by_id_;
};

// The part that holds the document itself: as the package tells, else the usual one.
std::string main_part(ZipPackage& package, std::string_view usual);

// Title, author and language. What cannot be read is left empty.
DocumentFacts core_properties(ZipPackage& package);

}  // namespace ingestd::formats
