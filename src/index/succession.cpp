#include "succession.hpp"

#include <limits>

#include <ingestd_sql/index.hpp>

namespace ingestd::index {
namespace {

using sqlite::Connection;

void set_visible(Connection& connection, DocumentRow row, bool visible) {
    connection.query(sql::set_visible).bind(":row", row).bind(":visible", visible).run();
}

void set_replaced_by(Connection& connection, DocumentRow row, std::optional<UploadId> upload) {
    connection.query(sql::set_replaced_by).bind(":row", row).bind(":upload", upload).run();
}

bool is_same(const Version& standing, const Version& version) {
    return standing.is_settled && standing.fingerprint == version.fingerprint;
}

Placed end_as_unchanged(Connection& connection, const Version& standing, const Version& version) {
    connection.query(sql::set_accepted)
        .bind(":row", standing.row)
        .bind(":accepted", version.accepted)
        .run();
    remove_version(connection, version.row);
    return {Standing::unchanged};
}

// Puts a version below those in the chain of `top` that go before it: all of them for one that is
// to be skipped. Where the last of these can be cancelled no more, the version is not needed.
void line_up(Connection& connection, Version top, const Version& version, PlacingRules rules) {
    auto above = std::move(top);
    auto below = find_replaced(connection, above.upload, above.key);
    while (below && (rules.on_same_key == OnSameKey::skip || below->accepted > version.accepted)) {
        above = std::move(*below);
        below = find_replaced(connection, above.upload, above.key);
    }
    if (above.is_settled) return remove_version(connection, version.row);
    if (below && rules.settles) {
        remove_version(connection, below->row);
    } else if (below) {
        set_replaced_by(connection, below->row, version.upload);
    }
    set_replaced_by(connection, version.row, above.upload);
}

// What is below a version that is leaving the chain takes its place there.
void move_up(Connection& connection, const Version& version) {
    const auto below = find_replaced(connection, version.upload, version.key);
    remove_version(connection, version.row);
    if (!below) return;
    if (!version.is_visible && !version.replaced_by)
        return remove_version(connection, below->row);  // nothing stands above it any more
    set_replaced_by(connection, below->row, version.replaced_by);
    if (version.is_visible) set_visible(connection, below->row, true);
}

}  // namespace

Placed take_place(Connection& connection, const Version& version, PlacingRules rules) {
    if (version.is_visible) return {};
    const auto standing = find_visible(connection, version.key);
    if (!standing) {
        set_visible(connection, version.row, true);
        return {};
    }
    if (!standing->is_complete) {
        // In work: hidden until it completes in turn and finds its place.
        set_visible(connection, standing->row, false);
        set_visible(connection, version.row, true);
        return {};
    }
    if (is_same(*standing, version)) return end_as_unchanged(connection, *standing, version);
    const bool is_skipped = rules.on_same_key == OnSameKey::skip;
    if (is_skipped || standing->accepted > version.accepted) {
        line_up(connection, *standing, version, rules);
        return {is_skipped ? Standing::skipped : Standing::superseded};
    }
    if (rules.settles) {
        remove_version(connection, standing->row);
    } else {
        set_visible(connection, standing->row, false);
        set_replaced_by(connection, standing->row, version.upload);
    }
    set_visible(connection, version.row, true);
    return {Standing::stands, standing->chunks};
}

Placed foresee_place(Connection& connection, const Version& version, PlacingRules rules) {
    const auto standing = find_visible(connection, version.key);
    if (!standing || !standing->is_complete) return {};
    if (is_same(*standing, version)) return end_as_unchanged(connection, *standing, version);
    const bool is_skipped = rules.on_same_key == OnSameKey::skip;
    if (standing->is_settled && (is_skipped || standing->accepted > version.accepted)) {
        remove_version(connection, version.row);
        return {is_skipped ? Standing::skipped : Standing::superseded};
    }
    return {Standing::stands, standing->chunks};
}

std::vector<ReleasedDocument> settle_versions(
    Connection& connection, const UploadId& upload, OnSameKey on_same_key
) {
    struct Held {
        DocumentRow row;
        std::uint32_t ordinal;
    };
    std::vector<Held> held;
    {
        auto list = connection.query(sql::list_held);
        list.bind(":upload", upload);
        while (list.step()) held.push_back({list.integer(0), list.integer<std::uint32_t>(1)});
    }
    std::vector<ReleasedDocument> released;
    for (const auto& [row, ordinal] : held) {
        const auto version = find_version(connection, row);
        if (!version) continue;
        const auto placed =
            take_place(connection, *version, {.on_same_key = on_same_key, .settles = false});
        connection.query(sql::release_version)
            .bind(":row", row)
            .bind(":replaced", placed.replaced)
            .run();
        released.push_back({ordinal, placed});
    }
    connection.query(sql::settle_versions).bind(":upload", upload).run();
    return released;
}

bool remove_replaced(Connection& connection, const UploadId& upload, std::uint32_t limit) {
    std::vector<DocumentRow> rows;
    {
        auto list = connection.query(sql::list_replaced);
        list.bind(":upload", upload).bind(":limit", std::int64_t{limit} + 1);
        while (list.step()) rows.push_back(list.integer(0));
    }
    const bool has_more = rows.size() > limit;
    if (has_more) rows.resize(limit);
    for (const auto row : rows) remove_version(connection, row);
    return has_more;
}

void withdraw_versions(Connection& connection, const UploadId& upload) {
    std::vector<DocumentRow> rows;
    {
        auto list = connection.query(sql::list_versions_of_upload);
        list.bind(":upload", upload);
        while (list.step()) rows.push_back(list.integer(0));
    }
    for (const auto row : rows) {
        if (const auto version = find_version(connection, row)) move_up(connection, *version);
    }
    // Of keys whose version of this upload was deleted meanwhile.
    remove_replaced(connection, upload, std::numeric_limits<std::uint32_t>::max());
}

}  // namespace ingestd::index
