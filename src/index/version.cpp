#include "version.hpp"

#include <ingestd_sql/index.hpp>

namespace ingestd::index {
namespace {

using sqlite::Connection;

std::optional<Version> read_version(sqlite::Query& found) {
    if (!found.step()) return std::nullopt;
    Version version;
    version.row = found.integer(0);
    version.chunks = found.integer<std::uint64_t>(1);
    version.text_bytes = found.integer<std::uint64_t>(2);
    version.filename = found.string(3);
    version.is_complete = found.integer(4) != 0;
    version.is_visible = found.integer(5) != 0;
    version.key = found.string(6);
    if (!found.is_null(7)) version.replaced = found.integer<std::uint64_t>(7);
    version.accepted = found.integer(8);
    version.is_held = found.integer(9) != 0;
    version.is_settled = found.integer(10) != 0;
    version.upload = found.id<UploadId>(11);
    found.octets(12, version.fingerprint.bytes);
    if (!found.is_null(13)) version.replaced_by = found.id<UploadId>(13);
    version.id = found.id<DocumentId>(14);
    version.lead = found.string(15);
    return version;
}

}  // namespace

std::optional<Version> find_version(Connection& connection, DocumentRow row) {
    auto found = connection.query(sql::find_version);
    found.bind(":row", row);
    return read_version(found);
}

std::optional<Version> find_visible(Connection& connection, const std::string& key) {
    auto found = connection.query(sql::find_visible);
    found.bind(":key", key);
    return read_version(found);
}

std::optional<Version> find_replaced(
    Connection& connection, const UploadId& upload, const std::string& key
) {
    auto found = connection.query(sql::find_replaced);
    found.bind(":upload", upload).bind(":key", key);
    return read_version(found);
}

void remove_version(Connection& connection, DocumentRow row) {
    connection.query(sql::delete_terms).bind(":document", row).run();  // needs the other rows
    connection.query(sql::delete_vectors).bind(":document", row).run();
    connection.query(sql::delete_chunks).bind(":document", row).run();
    connection.query(sql::delete_pages).bind(":document", row).run();
    connection.query(sql::delete_version).bind(":row", row).run();
}

}  // namespace ingestd::index
