#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/index.hpp>

#include "generation_impl.hpp"
#include "neighbours.hpp"
#include "rows.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

constexpr std::size_t text_piece_max = 64_KiB;

std::vector<PageRange> pages_of(Connection& connection, DocumentRow document) {
    std::vector<PageRange> pages;
    auto list = connection.query(sql::list_pages);
    list.bind(":document", document);
    while (list.step()) {
        pages.push_back(
            {list.integer<std::uint32_t>(0),
             {list.integer<std::uint64_t>(1), list.integer<std::uint64_t>(2)}}
        );
    }
    return pages;
}

// What of a text that begins at `begin` is not in what ends at `end` yet.
std::string_view behind(std::string_view text, std::uint64_t begin, std::uint64_t end) {
    return text.substr(std::min<std::uint64_t>(end > begin ? end - begin : 0, text.size()));
}

bool pour_text(
    Connection& reader, const DocumentId& id, const std::function<bool(std::string_view)>& sink
) {
    const sqlite::ReadTransaction snapshot{reader};
    auto document = reader.query(sql::find_visible_by_id);
    document.bind(":document_id", id);
    if (!document.step()) return false;
    auto list = reader.query(sql::list_texts);
    list.bind(":document", document.integer(0));
    std::string piece;
    std::uint64_t end = 0;  // of what the sink has, and what waits for it
    while (list.step()) {
        const auto begin = list.integer<std::uint64_t>(0);
        piece += behind(list.text(2), begin, end);
        end = std::max(end, list.integer<std::uint64_t>(1));
        while (piece.size() >= text_piece_max) {
            const auto full = utf8::prefix(piece, text_piece_max);
            if (!sink(full)) return true;
            piece.erase(0, full.size());
        }
    }
    if (!piece.empty()) sink(piece);
    return true;
}

// With its pages.
std::optional<DocumentVersion> find_version(Connection& reader, const DocumentId& id) {
    auto found = reader.query(sql::find_document);
    found.bind(":document_id", id);
    if (!found.step()) return std::nullopt;
    auto version = read_document(found);
    version.document.summary.pages = pages_of(reader, version.row);
    return version;
}

struct ChunkPlace {
    DocumentId document;
    std::uint64_t position = 0;
};

std::optional<ChunkPlace> place_in(
    const DocumentId& document, std::uint64_t chunks, const ChunkId& id
) {
    for (std::uint64_t position = 0; position < chunks; ++position) {
        if (chunk_id(document, position) == id) return ChunkPlace{document, position};
    }
    return std::nullopt;
}

std::optional<ChunkPlace> find_place(Connection& reader, const ChunkQuery& query) {
    if (query.document) {
        auto found = reader.query(sql::find_document);
        found.bind(":document_id", *query.document);
        if (!found.step()) return std::nullopt;
        return place_in(*query.document, read_document(found).document.chunks, query.id);
    }
    auto list = reader.query(sql::list_chunk_counts);
    while (list.step()) {
        const auto document = list.id<DocumentId>(0);
        if (auto place = place_in(document, list.integer<std::uint64_t>(1), query.id)) return place;
    }
    return std::nullopt;
}

// Puts the document's text together as pour_text does, from the first chunk that reaches into this
// one's range.
bool is_in_text(Connection& reader, DocumentRow document, const Chunk& chunk) {
    struct Part {
        std::uint64_t begin = 0, end = 0;
        std::string text;
    };
    std::vector<Part> parts;  // the last of them first
    auto list = reader.query(sql::list_texts_back_from);
    list.bind(":document", document).bind(":position", chunk.position);
    while (list.step()) {
        const auto end = list.integer<std::uint64_t>(1);
        if (!parts.empty() && end <= chunk.range.begin) break;
        parts.push_back({list.integer<std::uint64_t>(0), end, list.string(2)});
    }
    if (parts.empty()) return false;
    const auto begin = parts.back().begin;
    auto end = begin;
    std::string text;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        if (part->begin > end) return false;  // a gap
        text += behind(part->text, part->begin, end);
        end = std::max(end, part->end);
    }
    if (chunk.range.begin < begin || text.size() != end - begin) return false;
    return std::string_view{text}.substr(chunk.range.begin - begin, chunk.range.size()) ==
           chunk.text;
}

}  // namespace

bool Generation::holds(const UploadId& upload, std::uint32_t ordinal) const {
    return impl_->read([&](Connection& reader) {
        auto found = reader.query(sql::find_version_of_upload);
        found.bind(":upload", upload).bind(":ordinal", ordinal);
        return found.step();
    });
}

GenerationCounts Generation::counts() const {
    return impl_->read([](Connection& reader) -> GenerationCounts {
        auto count = reader.query(sql::count);
        count.step();
        return {
            count.integer<std::uint64_t>(0),
            count.integer<std::uint64_t>(1),
            count.integer<std::uint64_t>(2)};
    });
}

std::vector<StoredDocument> Generation::documents(const std::string& after, std::uint32_t limit)
    const {
    return impl_->read([&](Connection& reader) {
        std::vector<StoredDocument> documents;
        auto list = reader.query(sql::list_documents);
        list.bind(":after", after).bind(":limit", limit);
        while (list.step()) documents.push_back(read_document(list).document);
        return documents;
    });
}

std::optional<StoredDocument> Generation::find_document(const DocumentId& id) const {
    return impl_->read([&](Connection& reader) -> std::optional<StoredDocument> {
        const sqlite::ReadTransaction snapshot{reader};
        auto version = find_version(reader, id);
        if (!version) return std::nullopt;
        return std::move(version->document);
    });
}

std::optional<StoredVersion> Generation::stored_version(const DocumentId& id) const {
    return impl_->read([&](Connection& reader) -> std::optional<StoredVersion> {
        const sqlite::ReadTransaction snapshot{reader};
        auto found = reader.query(sql::find_document);
        found.bind(":document_id", id);
        if (!found.step()) return std::nullopt;
        auto [row, document] = read_document(found);
        StoredVersion version{.document = std::move(document), .fingerprint = {}};
        version.document.summary.pages = pages_of(reader, row);
        found.octets(14, version.fingerprint.bytes);
        version.accepted = Timestamp{std::chrono::microseconds{found.integer(15)}};
        return version;
    });
}

bool Generation::read_text(const DocumentId& id, const std::function<bool(std::string_view)>& sink)
    const {
    return impl_->read([&](Connection& reader) { return pour_text(reader, id, sink); });
}

std::vector<StoredChunk> Generation::chunks(
    const DocumentId& id, std::uint64_t from_position, std::uint32_t limit
) const {
    return impl_->read([&](Connection& reader) {
        std::vector<StoredChunk> chunks;
        auto list = reader.query(sql::list_chunks);
        list.bind(":document_id", id).bind(":from", from_position).bind(":limit", limit);
        while (list.step()) chunks.push_back(read_chunk(list));
        return chunks;
    });
}

std::optional<ChunkInDocument> Generation::find_chunk(const ChunkQuery& query) const {
    return impl_->read([&](Connection& reader) -> std::optional<ChunkInDocument> {
        const sqlite::ReadTransaction snapshot{reader};
        const auto place = find_place(reader, query);
        if (!place) return std::nullopt;
        auto version = find_version(reader, place->document);
        auto list = reader.query(sql::list_chunks);
        list.bind(":document_id", place->document).bind(":from", place->position);
        list.bind(":limit", std::uint32_t{1});
        if (!version || !list.step()) return std::nullopt;
        Hit hit;
        hit.stored = read_chunk(list);
        if (query.context > 0) add_neighbours(reader, version->row, query.context, hit);
        auto& chunk = hit.stored.chunk;
        const bool is_as_told = is_in_text(reader, version->row, chunk);
        return ChunkInDocument{
            std::move(chunk),
            std::move(version->document),
            is_as_told,
            std::move(hit.before),
            std::move(hit.after)};
    });
}

}  // namespace ingestd::index
