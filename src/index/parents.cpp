#include "parents.hpp"

#include <unordered_set>
#include <utility>

#include <ingestd_sql/index.hpp>

namespace ingestd::index {
namespace {

using sqlite::Connection;

std::vector<ChildVersion> children_of(Connection& connection, const DocumentId& parent) {
    std::vector<ChildVersion> children;
    auto list = connection.query(sql::list_children);
    list.bind(":parent", parent);
    while (list.step()) {
        children.push_back(
            {list.integer(0), list.id<DocumentId>(1), list.string(2), list.integer(3)}
        );
    }
    return children;
}

struct StandingDocument {
    DocumentId id;
    std::int64_t accepted = 0;
};

std::vector<StandingDocument> standing_of(Connection& connection, const UploadId& upload) {
    std::vector<StandingDocument> standing;
    auto list = connection.query(sql::list_standing_of_upload);
    list.bind(":upload", upload);
    while (list.step()) standing.push_back({list.id<DocumentId>(0), list.integer(1)});
    return standing;
}

}  // namespace

// Level by level: how deep they are nested is the uploader's to say.
std::vector<ChildVersion> documents_inside(Connection& connection, const DocumentId& id) {
    auto inside = children_of(connection, id);
    for (std::size_t i = 0; i < inside.size(); ++i) {
        const auto outer = inside[i].id;
        for (auto& child : children_of(connection, outer)) inside.push_back(std::move(child));
    }
    return inside;
}

void replace_left_out(
    Connection& connection, const UploadId& upload, const std::vector<std::string>& kept
) {
    const std::unordered_set<std::string> keeps{kept.begin(), kept.end()};
    const auto replace = [&](DocumentRow row) {
        connection.query(sql::set_visible).bind(":row", row).bind(":visible", false).run();
        connection.query(sql::set_replaced_by).bind(":row", row).bind(":upload", upload).run();
    };
    for (const auto& [id, accepted] : standing_of(connection, upload)) {
        for (const auto& child : children_of(connection, id)) {
            // What the upload found again is as young as itself.
            if (child.accepted >= accepted || keeps.contains(child.key)) continue;
            for (const auto& inner : documents_inside(connection, child.id)) replace(inner.row);
            replace(child.row);
        }
    }
}

void remove_left_out(Connection& connection, const Version& version) {
    const auto standing = find_visible(connection, version.key);
    if (!standing || standing->row != version.row) return;
    for (const auto& child : documents_inside(connection, version.id)) {
        if (child.accepted < version.accepted) remove_version(connection, child.row);
    }
}

}  // namespace ingestd::index
