#include "ledger.hpp"

#include <algorithm>

#include <ingestd/index/errc.hpp>
#include <ingestd_sql/index.hpp>

#include "rows.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

struct Version {
    std::uint64_t chunks = 0;
    std::uint64_t text_bytes = 0;
    std::string filename;
    bool is_complete = false;
    bool is_visible = false;
    std::string key;
    std::optional<std::uint64_t> replaced;
};

std::optional<std::uint64_t> optional_count(const sqlite::Query& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer<std::uint64_t>(column);
}

std::optional<Version> find_version(Connection& connection, DocumentRow row) {
    auto found = connection.query(sql::find_version);
    found.bind(":row", row);
    if (!found.step()) return std::nullopt;
    return Version{
        found.integer<std::uint64_t>(0),
        found.integer<std::uint64_t>(1),
        found.string(2),
        found.integer(3) != 0,
        found.integer(4) != 0,
        found.string(5),
        optional_count(found, 6)};
}

Error gone(DocumentRow row) {
    return {Errc::unknown_document, "ledger row " + std::to_string(row)};
}

// Of find_version_of_upload and find_unchanged.
std::optional<OpenedDocument> read_opened(sqlite::Query& found) {
    if (!found.step()) return std::nullopt;
    OpenedDocument opened;
    opened.row = found.integer(0);
    opened.chunks = found.integer<std::uint64_t>(1);
    opened.is_complete = found.integer(2) != 0;
    if (opened.is_complete) {
        auto facts = parse_summary(found.text(4)).facts;
        opened.pages = facts.pages;
        opened.warnings = std::move(facts.warnings);
        opened.replaced = optional_count(found, 3);
    }
    return opened;
}

void note_original(Connection& connection, DocumentRow row, const Original& original) {
    connection.query(sql::note_original)
        .bind(":row", row)
        .bind(":sha256", original.sha256.bytes)
        .bind(":bytes", original.bytes)
        .run();
}

std::map<std::string, std::uint64_t> bytes_by_language(Connection& connection, DocumentRow row) {
    std::map<std::string, std::uint64_t> bytes;
    auto sums = connection.query(sql::sum_languages);
    sums.bind(":document", row);
    while (sums.step()) bytes[sums.string(0)] = sums.integer<std::uint64_t>(1);
    return bytes;
}

void insert_chunk(
    Connection& connection, DocumentRow document, const Version& version, const Chunk& chunk
) {
    const auto headings = join(chunk.headings);
    const auto keywords = join(chunk.enrichment.keywords);
    connection.query(sql::insert_chunk)
        .bind(":document", document)
        .bind(":position", chunk.position)
        .bind(":range_begin", chunk.range.begin)
        .bind(":range_end", chunk.range.end)
        .bind(":page", chunk.page)
        .bind(":page_end", chunk.page_end)
        .bind(":tokens", chunk.tokens)
        .bind(":language", chunk.enrichment.language)
        .bind(":keywords", keywords)
        .bind(":words", chunk.enrichment.words)
        .bind(":characters", chunk.enrichment.characters)
        .bind(":sentences", chunk.enrichment.sentences)
        .bind(":headings", headings)
        .bind(":text", chunk.text)
        .run();
    connection.query(sql::insert_terms)
        .bind(":row", connection.last_insert_row())
        .bind(":filename", version.filename)
        .bind(":headings", headings)
        .bind(":text", chunk.text)
        .run();
}

// The visible version of the key makes room for one that is complete. One that is itself still in
// work is only hidden: when it completes in turn, it takes the place back.
std::optional<std::uint64_t> step_aside(Connection& connection, const std::string& key) {
    auto found = connection.query(sql::find_visible);
    found.bind(":key", key);
    if (!found.step()) return std::nullopt;
    const auto row = found.integer(0);
    const auto chunks = found.integer<std::uint64_t>(1);
    const bool is_complete = found.integer(2) != 0;
    found.rewind();
    if (!is_complete) {
        connection.query(sql::set_visible).bind(":row", row).bind(":visible", false).run();
        return std::nullopt;
    }
    remove_version(connection, row);
    return chunks;
}

}  // namespace

OpenedDocument open_document(Connection& connection, const DocumentEntry& entry, Timestamp now) {
    {
        auto mine = connection.query(sql::find_version_of_upload);
        mine.bind(":upload", entry.upload).bind(":ordinal", entry.ordinal);
        if (auto opened = read_opened(mine)) {
            if (!opened->is_complete)
                opened->bytes_by_language = bytes_by_language(connection, opened->row);
            return *opened;
        }
    }
    {
        auto same = connection.query(sql::find_unchanged);
        same.bind(":key", entry.key).bind(":fingerprint", entry.fingerprint.bytes);
        if (auto opened = read_opened(same)) {
            opened->is_unchanged = true;
            note_original(connection, opened->row, entry.original);
            return *opened;
        }
    }
    connection.query(sql::insert_version)
        .bind(":document_id", entry.id)
        .bind(":key", entry.key)
        .bind(":filename", entry.filename)
        .bind(":metadata", entry.metadata)
        .bind(":fingerprint", entry.fingerprint.bytes)
        .bind(":upload", entry.upload)
        .bind(":ordinal", entry.ordinal)
        .bind(":now", stored(now))
        .bind(":sha256", entry.original.sha256.bytes)
        .bind(":bytes", entry.original.bytes)
        .run();
    OpenedDocument opened;
    opened.row = connection.last_insert_row();
    return opened;
}

Result<void> commit_chunks(
    Connection& connection, DocumentRow row, const std::vector<Chunk>& chunks
) {
    auto version = find_version(connection, row);
    if (!version) return gone(row);
    for (const auto& chunk : chunks) {
        if (chunk.position < version->chunks) continue;  // committed before a restart
        if (chunk.position > version->chunks) {
            return Error{
                Errc::gap,
                "chunk " + std::to_string(chunk.position) + " after " +
                    std::to_string(version->chunks)};
        }
        insert_chunk(connection, row, *version, chunk);
        ++version->chunks;
        version->text_bytes = std::max(version->text_bytes, chunk.range.end);
    }
    connection.query(sql::advance_version)
        .bind(":row", row)
        .bind(":chunks", version->chunks)
        .bind(":text_bytes", version->text_bytes)
        .run();
    return {};
}

Result<std::optional<std::uint64_t>> complete_document(
    Connection& connection, DocumentRow row, const DocumentSummary& summary, Timestamp now
) {
    const auto version = find_version(connection, row);
    if (!version) return gone(row);
    if (version->is_complete) return version->replaced;
    if (version->chunks != summary.chunks) {
        return Error{
            Errc::incomplete,
            std::to_string(version->chunks) + " of " + std::to_string(summary.chunks) + " chunks"};
    }
    std::optional<std::uint64_t> replaced;
    if (!version->is_visible) {
        replaced = step_aside(connection, version->key);
        connection.query(sql::set_visible).bind(":row", row).bind(":visible", true).run();
    }
    connection.query(sql::complete_version)
        .bind(":row", row)
        .bind(":text_bytes", summary.text_bytes)
        .bind(":now", stored(now))
        .bind(":replaced", replaced)
        .bind(":summary", to_json(summary))
        .run();
    for (const auto& page : summary.pages) {
        connection.query(sql::insert_page)
            .bind(":document", row)
            .bind(":page", page.page)
            .bind(":range_begin", page.range.begin)
            .bind(":range_end", page.range.end)
            .run();
    }
    return replaced;
}

void remove_version(Connection& connection, DocumentRow row) {
    connection.query(sql::delete_terms).bind(":document", row).run();  // needs the other rows
    connection.query(sql::delete_chunks).bind(":document", row).run();
    connection.query(sql::delete_pages).bind(":document", row).run();
    connection.query(sql::delete_version).bind(":row", row).run();
}

void remove_versions_of(Connection& connection, const UploadId& upload) {
    std::vector<DocumentRow> rows;
    {
        auto list = connection.query(sql::list_versions_of_upload);
        list.bind(":upload", upload);
        while (list.step()) rows.push_back(list.integer(0));
    }
    for (const auto row : rows) remove_version(connection, row);
}

bool remove_visible(Connection& connection, const DocumentId& id) {
    auto found = connection.query(sql::find_visible_by_id);
    found.bind(":document_id", id);
    if (!found.step()) return false;
    const auto row = found.integer(0);
    found.rewind();
    remove_version(connection, row);
    return true;
}

}  // namespace ingestd::index
