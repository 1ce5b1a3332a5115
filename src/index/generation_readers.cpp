#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/index.hpp>

#include "generation_impl.hpp"
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
        const auto text = list.text(2);
        // Without what overlaps with the chunk before.
        piece += text.substr(std::min<std::uint64_t>(end > begin ? end - begin : 0, text.size()));
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
        auto found = reader.query(sql::find_document);
        found.bind(":document_id", id);
        if (!found.step()) return std::nullopt;
        auto [row, document] = read_document(found);
        document.summary.pages = pages_of(reader, row);
        return std::move(document);
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

}  // namespace ingestd::index
