#include <future>
#include <set>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/upkeep/sweeper.hpp>

namespace ingestd::upkeep {
namespace {

constexpr log::Logger logger{"upkeep"};

constexpr std::uint32_t uploads_of_a_page = 64;
constexpr std::uint32_t forgotten_at_once = 256;  // rows without bytes

// What the catalog's writer answers; an error is told and ends this round.
template <class T, class Submit>
std::optional<T> answer_of(const char* what, const Submit& submit) {
    std::promise<Result<T>> promise;
    auto answer = promise.get_future();
    submit([&promise](Result<T> result) { promise.set_value(std::move(result)); });
    auto result = answer.get();
    if (result) return std::move(*result);
    logger.warn(
        "not_written",
        kv("what", what),
        kv("code", result.error().code.message()),
        kv("detail", result.error().detail)
    );
    return std::nullopt;
}

}  // namespace

Sweeper::Sweeper(Rooms rooms, std::function<bool()> pause)
    : rooms_{rooms}, pause_{std::move(pause)} {}

// The ledger is asked after the catalog was: a document enters the ledger only while its upload is
// unfinished, and one that was found here has ended. So what does not stand now never will again.
bool Sweeper::stands(const catalog::HeldBytes& document) {
    if (!document.has_completed) return false;
    const auto collection = rooms_.catalog.find_collection(document.collection);
    if (!collection) return false;
    // A collection that a document came into and whose file is not there has lost it.
    const auto generation =
        rooms_.generations.open(collection->generation, index::Expected::is_there);
    if (generation) return (*generation)->holds(document.upload, document.ordinal);
    if (std::exchange(not_opened_, document.collection) != document.collection) {
        logger.warn(
            "collection_not_opened",
            kv("collection", document.collection),
            kv("why", generation.error().detail)
        );
    }
    return true;
}

void Sweeper::remove_blob(const Sha256& sha256) {
    const auto removed =
        rooms_.blobs.remove_unless(sha256, [&] { return rooms_.catalog.is_blob_needed(sha256); });
    if (!removed) return logger.warn("blob_not_removed", kv("why", removed.error().detail));
    if (*removed) ++counts_.blobs;
}

void Sweeper::free_those_gone(std::vector<catalog::HeldBytes> held) {
    std::erase_if(held, [this](const auto& document) { return stands(document); });
    if (held.empty()) return;
    const auto freed = held.size();
    std::set<UploadId> pruned;
    for (const auto& document : held) {
        if (document.is_pruned) pruned.insert(document.upload);
    }
    const auto blobs = answer_of<std::vector<Sha256>>("free", [&](auto done) {
        rooms_.catalog.free(std::move(held), std::move(done));
    });
    if (!blobs) return;
    counts_.documents += freed;
    for (const auto& sha256 : *blobs) remove_blob(sha256);
    for (const auto& upload : pruned) forget(upload);
}

void Sweeper::free_upload(const UploadId& upload) {
    std::uint32_t from = 0;
    while (may_go_on()) {
        auto held = rooms_.catalog.held_of_upload(upload, from, step_documents);
        if (held.empty()) return;
        from = held.back().ordinal + 1;
        free_those_gone(std::move(held));
    }
}

// Rows of an upload out of the history that hold nothing.
void Sweeper::forget(const UploadId& upload) {
    bool has_more = true;
    while (has_more && may_go_on()) {
        has_more = answer_of<bool>("forget", [&](auto done) {
                       rooms_.catalog.forget(upload, forgotten_at_once, std::move(done));
                   }).value_or(false);
    }
}

void Sweeper::free_key(const std::string& collection, const std::string& key) {
    std::int64_t from = 0;
    while (may_go_on()) {
        auto held = rooms_.catalog.held_of_key(collection, key, from, step_documents);
        if (held.empty()) return;
        from = held.back().upload_row + 1;  // a key stands once in an upload
        free_those_gone(std::move(held));
    }
}

void Sweeper::free_collection(const std::string& collection) {
    auto at = catalog::UploadCursor::oldest();
    while (may_go_on()) {
        const auto uploads = rooms_.catalog.ended_of_collection(collection, at, uploads_of_a_page);
        if (uploads.empty()) return;
        for (const auto& upload : uploads) free_upload(upload.id);
        at = uploads.back();
    }
}

void Sweeper::upload_ended(const UploadId& upload) {
    if (const auto collection = rooms_.catalog.recreated_collection(upload)) {
        return free_collection(*collection);  // its own among them
    }
    free_upload(upload);
    std::uint32_t from = 0;
    while (may_go_on()) {
        const auto replaced = rooms_.catalog.replaced_keys(upload, from, step_documents);
        if (replaced.empty()) return;
        for (const auto& [ordinal, key, collection] : replaced) free_key(collection, key);
        from = replaced.back().ordinal + 1;
    }
}

void Sweeper::document_removed(const std::string& collection, const std::string& key) {
    free_key(collection, key);
}

void Sweeper::collection_removed(const std::string& collection) {
    free_collection(collection);
}

void Sweeper::prune(Timestamp before) {
    while (may_go_on()) {
        const auto pruned = answer_of<std::vector<UploadId>>("prune", [&](auto done) {
            rooms_.catalog.prune(before, uploads_of_a_page, std::move(done));
        });
        if (!pruned || pruned->empty()) return;
        counts_.uploads += pruned->size();
        for (const auto& upload : *pruned) {
            free_upload(upload);
            forget(upload);
        }
    }
}

void Sweeper::sweep_documents() {
    std::int64_t row = 0;
    while (may_go_on()) {
        const auto uploads = rooms_.catalog.ended_after(row, uploads_of_a_page);
        if (uploads.empty()) return;
        for (const auto& upload : uploads) {
            free_upload(upload.id);
            if (upload.is_pruned) forget(upload.id);
        }
        row = uploads.back().row;
    }
}

void Sweeper::sweep_blobs(Timestamp before) {
    for (unsigned folder = 0; folder < blobs::BlobStore::folders && may_go_on(); ++folder) {
        for (const auto& sha256 : rooms_.blobs.written_before(folder, before)) {
            if (!rooms_.catalog.is_blob_needed(sha256)) remove_blob(sha256);
        }
    }
}

void Sweeper::return_space() {
    bool has_more = true;
    while (has_more && may_go_on()) {
        has_more = answer_of<bool>("return_space", [&](auto done) {
                       rooms_.catalog.return_space(std::move(done));
                   }).value_or(false);
    }
}

SweepCounts Sweeper::take_counts() {
    return std::exchange(counts_, {});
}

}  // namespace ingestd::upkeep
