// How an upload begins that brought no documents: its collection is made anew of what is stored.
#include <unordered_map>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>

#include "disk_denial.hpp"
#include "scheduler.hpp"

namespace ingestd::pipeline {
namespace {

constexpr std::uint32_t documents_of_a_page = 1'000;

// Everything that stands in a generation, in the order of the keys.
std::vector<catalog::DocumentRecord> stored_in(const index::Generation& source) {
    std::vector<catalog::DocumentRecord> records;
    std::unordered_map<DocumentId, std::uint32_t> ordinals;
    std::vector<std::optional<DocumentId>> parents;
    std::string after;
    for (;;) {
        auto page = source.documents(after, documents_of_a_page);
        if (page.empty()) break;
        after = page.back().key;
        for (auto& document : page) {
            const auto original = document.original.value_or(Original{});
            ordinals.emplace(document.id, static_cast<std::uint32_t>(records.size()));
            parents.push_back(document.parent);
            records.push_back(
                {.key = std::move(document.key),
                 .filename = std::move(document.filename),
                 .content_type = {},
                 .metadata = std::move(document.metadata),
                 .sha256 = original.sha256,
                 .bytes = original.bytes,
                 .body = std::nullopt,
                 .stored_chunks = document.chunks}
            );
        }
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto outer = parents[i] ? ordinals.find(*parents[i]) : ordinals.end();
        if (outer == ordinals.end()) continue;
        records[i].container = records[outer->second].key;
        // Its key begins with the outer one's, so that it is listed behind it.
        if (outer->second < i) records[i].parent = outer->second;
    }
    return records;
}

// What the one has and the other has no longer.
std::vector<DocumentId> deleted_from(
    const index::Generation& source, const index::Generation& successor
) {
    std::vector<DocumentId> deleted;
    std::string after;
    for (;;) {
        const auto page = successor.documents(after, documents_of_a_page);
        if (page.empty()) return deleted;
        after = page.back().key;
        for (const auto& document : page) {
            if (!source.find_document(document.id)) deleted.push_back(document.id);
        }
    }
}

}  // namespace

// Nobody else writes to the collection until the upload has ended, so what is current now is what
// it takes the place of. False: it goes on later, or not at all.
bool Scheduler::find_source(const UploadPointer& upload) {
    if (!upload->source) {
        const auto collection = rooms_.catalog.find_collection(upload->collection);
        if (!collection) {
            abandon(upload, {"collection_deleted", "The collection was deleted."});
            return false;
        }
        auto opened = rooms_.generations.open(
            collection->generation, index::expected_where(collection->is_written)
        );
        if (!opened && is_denied_by_disk(opened.error())) {
            put_off(upload, waiting_on(opened.error(), rooms_.space));
            return false;
        }
        if (!opened) {
            const bool is_lost = opened.error().code == index::Errc::damaged ||
                                 opened.error().code == index::Errc::missing;
            abandon(
                upload, {is_lost ? "collection_damaged" : "index_failed", opened.error().detail}
            );
            return false;
        }
        const std::lock_guard lock{mutex_};
        upload->source = std::move(*opened);
    }
    if (!upload->documents.empty()) return true;
    list_stored(upload);
    return false;
}

// All of them in one transaction: a restart finds the whole list, or makes it anew.
void Scheduler::list_stored(const UploadPointer& upload) {
    using Records = std::vector<catalog::DocumentRecord>;
    auto stored = stored_in(*upload->source);
    if (stored.empty()) return abandon(upload, {"no_documents", "The collection is empty."});
    rooms_.catalog.add_documents(
        upload->id,
        std::move(stored),
        [scheduler = shared_from_this(), upload](Result<Records> added) {
            if (!added && is_denied_by_disk(added.error())) return;  // left to the next start
            if (!added) return scheduler->abandon(upload, {"catalog_failed", added.error().detail});
            std::vector<progress::DocumentProgress> waiting;
            for (const auto& record : *added) waiting.push_back(not_begun(record));
            upload->progress.add(std::move(waiting));
            const std::lock_guard lock{scheduler->mutex_};
            upload->append(*added);
            upload->phase = UploadRun::Phase::ready;
            scheduler->mark_ready(upload);
        }
    );
}

// A kill may have come between the two removals of a deletion: what is gone from the source goes
// before anything is gone on with. Whoever deletes from now on finds both.
void Scheduler::remove_deleted(
    const UploadPointer& upload, std::shared_ptr<index::Generation> generation
) {
    auto deleted =
        upload->is_resumed ? deleted_from(*upload->source, *generation) : std::vector<DocumentId>{};
    remove_then_run(upload, std::move(generation), std::move(deleted));
}

void Scheduler::remove_then_run(
    const UploadPointer& upload,
    std::shared_ptr<index::Generation> generation,
    std::vector<DocumentId> deleted
) {
    if (deleted.empty()) return set_running(upload, std::move(generation));
    const auto id = deleted.back();
    deleted.pop_back();
    auto& writer = *generation;
    writer.remove_document(
        id,
        [scheduler = shared_from_this(),
         upload,
         generation = std::move(generation),
         deleted = std::move(deleted)](const Result<std::vector<std::string>>& removed) {
            if (!removed && is_denied_by_disk(removed.error())) return;  // left to the next start
            if (!removed)
                return scheduler->abandon(upload, {"index_failed", removed.error().detail});
            scheduler->remove_then_run(upload, generation, deleted);
        }
    );
}

Result<std::uint64_t> Scheduler::stored_documents(const std::string& collection) const {
    try {
        for (;;) {
            const auto found = rooms_.catalog.find_collection(collection);
            if (!found) {
                return Error{
                    catalog::Errc::unknown_collection,
                    "There is no collection " + collection + "."};
            }
            const auto opened = rooms_.generations.open(
                found->generation, index::expected_where(found->is_written)
            );
            if (opened) return (*opened)->counts().documents;
            // Another has taken its place, or the collection is gone.
            if (opened.error().code != index::Errc::removed) return opened.error();
        }
    } catch (const ErrorThrown& thrown) {
        return thrown.error;
    }
}

std::optional<GenerationId> Scheduler::generation_of_stored(const std::string& collection) const {
    const std::lock_guard lock{mutex_};
    for (const auto& [id, upload] : uploads_) {
        const bool is_it = upload->collection == collection && upload->is_of_stored();
        if (is_it && upload->own_generation) return upload->own_generation;
    }
    return std::nullopt;
}

}  // namespace ingestd::pipeline
