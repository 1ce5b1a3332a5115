#include "ledger.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/index/errc.hpp>
#include <ingestd_sql/index.hpp>

#include "chunk_contents.hpp"
#include "enrichment_column.hpp"
#include "parents.hpp"
#include "rows.hpp"
#include "succession.hpp"
#include "vectors.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

std::optional<std::uint64_t> optional_count(const sqlite::Query& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer<std::uint64_t>(column);
}

Error gone(DocumentRow row) {
    return {Errc::unknown_document, "ledger row " + std::to_string(row)};
}

// Of find_version_of_upload and find_standing.
OpenedDocument read_opened(const sqlite::Query& found) {
    OpenedDocument opened;
    opened.row = found.integer(0);
    opened.key = found.string(5);
    opened.chunks = found.integer<std::uint64_t>(1);
    opened.is_complete = found.integer(2) != 0;
    if (opened.is_complete) {
        auto summary = parse_summary(found.text(4));
        opened.children = summary.children;
        auto& facts = summary.facts;
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

std::int64_t next_chunk_row(Connection& connection) {
    auto next = connection.query(sql::next_chunk_row);
    next.step();
    return next.integer(0);
}

void insert_terms(Connection& connection, std::int64_t row, const ChunkContents& contents) {
    connection.query(sql::insert_terms)
        .bind(":row", row)
        .bind(":filename", contents.filename)
        .bind(":title", contents.title)
        .bind(":headings", contents.headings)
        .bind(":text", contents.text)
        .run();
}

// What the chunks of one commit share.
//   embedding  nullopt: none of them had a vector so far
//   language   the one noted last; nullopt: none so far
struct Commit {
    Version version;
    std::optional<EmbeddingModel> embedding{};
    std::optional<std::string> language{};
};

void note_lead(Connection& connection, Version& version, std::int64_t first_chunk) {
    connection.query(sql::note_lead)
        .bind(":document", version.row)
        .bind(":chunk", first_chunk)
        .run();
    if (const auto noted = find_version(connection, version.row)) version.lead = noted->lead;
}

void note_language(Connection& connection, Commit& commit, const std::string& language) {
    if (commit.language == language) return;
    connection.query(sql::note_language).bind(":language", language).run();
    commit.language = language;
}

Result<void> insert_chunk(
    Connection& connection, Commit& commit, std::int64_t row, const Chunk& chunk
) {
    auto& version = commit.version;
    const auto headings = join(chunk.headings);
    const auto keywords = join(chunk.enrichment.keywords);
    const auto enrichment = to_column(chunk.enrichment);
    connection.query(sql::insert_chunk)
        .bind(":row", row)
        .bind(":document", version.row)
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
        .bind(":enrichment", enrichment)
        .run();
    if (chunk.position == 0) note_lead(connection, version, row);
    note_language(connection, commit, chunk.enrichment.language);
    insert_terms(connection, row, contents_of(chunk, headings, version.filename, version.lead));
    if (chunk.embedding.empty()) return {};
    return insert_vector(connection, commit.embedding, row, chunk.text, chunk.embedding);
}

// What an upload is told at once that brings a key again: the same is there, or a version that it
// must not replace. Only of a version that can be cancelled no more: else the newcomer is written
// too, and finds its place when it completes.
std::optional<OpenedDocument> answer_at_once(
    Connection& connection, const std::string& key, const DocumentEntry& entry
) {
    auto found = connection.query(sql::find_standing);
    found.bind(":key", key);
    if (!found.step()) return std::nullopt;
    const bool is_settled = found.integer(8) != 0;
    if (!is_settled) return std::nullopt;
    Sha256 fingerprint;
    found.octets(6, fingerprint.bytes);
    const auto accepted = found.integer(7);
    if (fingerprint == entry.fingerprint) {
        const bool holds_others = parse_summary(found.text(4)).children > 0;
        if (holds_others && entry.on_same_key != OnSameKey::keep) return std::nullopt;
        auto opened = read_opened(found);
        opened.standing = Standing::unchanged;
        found.rewind();
        note_original(connection, opened.row, entry.original);
        return opened;
    }
    OpenedDocument opened;
    opened.key = key;
    opened.is_complete = true;
    if (entry.on_same_key == OnSameKey::skip) {
        opened.standing = Standing::skipped;
        return opened;
    }
    if (entry.on_same_key == OnSameKey::replace && accepted > stored(entry.accepted)) {
        opened.standing = Standing::superseded;
        return opened;
    }
    return std::nullopt;
}

bool is_taken(Connection& connection, const std::string& key) {
    auto taken = connection.query(sql::key_is_taken);
    taken.bind(":key", key);
    return taken.step() && taken.integer(0) != 0;
}

std::string numbered(const std::string& name, unsigned number) {
    if (number == 1) return name;
    return name + " (" + std::to_string(number) + ")";
}

OpenedDocument insert_version(Connection& connection, const DocumentEntry& entry, Timestamp now) {
    auto insert = connection.query(sql::insert_version);
    insert.bind(":document_id", entry.id)
        .bind(":key", entry.key)
        .bind(":filename", entry.filename)
        .bind(":metadata", entry.metadata)
        .bind(":fingerprint", entry.fingerprint.bytes)
        .bind(":upload", entry.upload)
        .bind(":ordinal", entry.ordinal)
        .bind(":now", stored(now))
        .bind(":accepted", stored(entry.accepted))
        .bind(":held", entry.is_held)
        .bind(":parent", entry.parent)
        .bind(":cut_by", entry.cut_by);
    if (entry.original.sha256 != Sha256{}) {
        insert.bind(":sha256", entry.original.sha256.bytes).bind(":bytes", entry.original.bytes);
    }
    insert.run();
    OpenedDocument opened;
    opened.row = connection.last_insert_row();
    opened.key = entry.key;
    return opened;
}

// OnSameKey::keep: under the first number that is free, unless the same is there under one before.
OpenedDocument open_beside(Connection& connection, const DocumentEntry& entry, Timestamp now) {
    for (unsigned number = 1;; ++number) {
        const auto key = numbered(entry.key, number);
        if (auto opened = answer_at_once(connection, key, entry)) return *opened;
        if (is_taken(connection, key)) continue;
        if (number == 1) return insert_version(connection, entry, now);
        auto renamed = entry;
        renamed.key = key;
        renamed.id = document_id(entry.collection, key);
        if (!entry.filename.empty()) renamed.filename = numbered(entry.filename, number);
        return insert_version(connection, renamed, now);
    }
}

// What the upload has brought of the document already. Chunks that were cut otherwise go: those to
// come would not join them.
std::optional<OpenedDocument> find_mine(Connection& connection, const DocumentEntry& entry) {
    auto found = connection.query(sql::find_version_of_upload);
    found.bind(":upload", entry.upload).bind(":ordinal", entry.ordinal);
    if (!found.step()) return std::nullopt;
    auto mine = read_opened(found);
    const bool is_cut_alike = found.text(6) == entry.cut_by;
    found.rewind();
    if (mine.is_complete) return mine;
    if (!is_cut_alike) {
        remove_version(connection, mine.row);
        return std::nullopt;
    }
    mine.bytes_by_language = bytes_by_language(connection, mine.row);
    return mine;
}

}  // namespace

Result<OpenedDocument> open_document(
    Connection& connection, const DocumentEntry& entry, Timestamp now
) {
    if (entry.embedding) {
        if (auto bound = bind_embedding(connection, *entry.embedding); !bound) return bound.error();
    }

    if (auto mine = find_mine(connection, entry)) return *mine;
    if (entry.on_same_key == OnSameKey::keep) return open_beside(connection, entry, now);
    auto answered = answer_at_once(connection, entry.key, entry);
    if (!answered) return insert_version(connection, entry, now);
    if (answered->standing == Standing::unchanged && entry.on_same_key == OnSameKey::replace) {
        // An older upload that is still in work must not take the place of what this one brings.
        connection.query(sql::set_accepted)
            .bind(":row", answered->row)
            .bind(":accepted", stored(entry.accepted))
            .run();
    }
    return *answered;
}

Result<void> commit_chunks(
    Connection& connection, DocumentRow row, const std::vector<Chunk>& chunks
) {
    auto found = find_version(connection, row);
    if (!found) return gone(row);
    Commit commit{.version = std::move(*found)};
    auto& version = commit.version;
    auto chunk_row = next_chunk_row(connection);
    for (const auto& chunk : chunks) {
        if (chunk.position < version.chunks) continue;  // committed before a restart
        if (chunk.position > version.chunks) {
            return Error{
                Errc::gap,
                "chunk " + std::to_string(chunk.position) + " after " +
                    std::to_string(version.chunks)};
        }
        if (auto inserted = insert_chunk(connection, commit, chunk_row++, chunk); !inserted)
            return inserted;
        ++version.chunks;
        version.text_bytes = std::max(version.text_bytes, chunk.range.end);
    }
    connection.query(sql::advance_version)
        .bind(":row", row)
        .bind(":chunks", version.chunks)
        .bind(":text_bytes", version.text_bytes)
        .run();
    return {};
}

Result<Placed> complete_document(
    Connection& connection,
    DocumentRow row,
    const DocumentSummary& summary,
    PlacingRules rules,
    Timestamp now
) {
    const auto version = find_version(connection, row);
    if (!version) return gone(row);
    if (version->is_complete) return Placed{.replaced = version->replaced};
    if (version->chunks != summary.chunks) {
        return Error{
            Errc::incomplete,
            std::to_string(version->chunks) + " of " + std::to_string(summary.chunks) + " chunks"};
    }
    const auto placed = version->is_held ? foresee_place(connection, *version, rules)
                                         : take_place(connection, *version, rules);
    if (placed.standing != Standing::stands && !find_version(connection, row)) return placed;
    connection.query(sql::complete_version)
        .bind(":row", row)
        .bind(":text_bytes", summary.text_bytes)
        .bind(":now", stored(now))
        .bind(":replaced", placed.replaced)
        .bind(":settled", rules.settles)
        .bind(":summary", to_json(summary))
        .run();
    if (rules.settles && summary.children == 0) remove_left_out(connection, *version);
    for (const auto& page : summary.pages) {
        connection.query(sql::insert_page)
            .bind(":document", row)
            .bind(":page", page.page)
            .bind(":range_begin", page.range.begin)
            .bind(":range_end", page.range.end)
            .run();
    }
    return placed;
}

std::vector<std::string> remove_visible(Connection& connection, const DocumentId& id) {
    DocumentRow row = 0;
    std::vector<std::string> keys;
    {
        auto found = connection.query(sql::find_visible_by_id);
        found.bind(":document_id", id);
        if (!found.step()) return keys;
        row = found.integer(0);
        keys.push_back(found.string(1));
    }
    // With what it has replaced for the time being: a cancel must not bring that back.
    for (auto version = find_version(connection, row); version;) {
        const auto below = find_replaced(connection, version->upload, version->key);
        remove_version(connection, version->row);
        version = below;
    }
    for (auto& child : documents_inside(connection, id)) {
        remove_version(connection, child.row);
        keys.push_back(std::move(child.key));
    }
    return keys;
}

}  // namespace ingestd::index
