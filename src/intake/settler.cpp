#include "settler.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include <ingestd/base/log.hpp>
#include <ingestd/base/on_pool.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/intake/body_sink.hpp>
#include <ingestd/intake/document_keys.hpp>

namespace ingestd::intake {
namespace asio = boost::asio;
namespace {

constexpr log::Logger logger{"intake"};

// The bytes of one document where they will stay: in the catalog (`body`) or published as a blob.
Result<catalog::DocumentRecord> settle(UploadDocument& document) {
    catalog::DocumentRecord record;
    record.key = std::move(document.id);
    record.filename = std::move(document.filename);
    record.content_type = std::move(document.content_type);
    record.metadata = std::move(document.metadata);
    if (auto* staged = std::get_if<blobs::StagedBlob>(&document.content)) {
        const auto published = staged->publish();
        if (!published) return published.error();
        record.sha256 = published->sha256;
        record.bytes = published->bytes;
        return record;
    }
    auto& small = std::get<std::string>(document.content);
    record.sha256 = sha256(small);
    record.bytes = small.size();
    record.body = std::move(small);
    return record;
}

// What is not on the disk yet.
std::uint64_t bytes_in_memory(const std::vector<UploadDocument>& documents) {
    std::uint64_t bytes = 0;
    for (const auto& document : documents) {
        const auto* small = std::get_if<std::string>(&document.content);
        bytes += document.metadata.size() + (small ? small->size() : 0);
    }
    return bytes;
}

// A body given inline (JSON) may be too large for the catalog's transaction: it becomes a blob.
Result<void> spool_if_large(Content& content, blobs::BlobStore& blobs) {
    const auto* inline_bytes = std::get_if<std::string>(&content);
    if (!inline_bytes || inline_bytes->size() <= small_body_max) return {};
    auto staged = blobs.stage();
    if (!staged) return staged.error();
    if (auto appended = staged->append(std::as_bytes(std::span{*inline_bytes})); !appended)
        return appended;
    content = std::move(*staged);
    return {};
}

void remove_unneeded(
    const std::vector<Sha256>& hashes, blobs::BlobStore& blobs, const catalog::Catalog& catalog
) {
    try {
        for (const auto& hash : hashes) {
            const auto removed =
                blobs.remove_unless(hash, [&] { return catalog.is_blob_needed(hash); });
            if (!removed) logger.warn("blob_not_removed", kv("why", removed.error().detail));
        }
    } catch (const std::exception& thrown) {
        logger.warn("blob_not_removed", kv("why", thrown.what()));  // it is swept later
    }
}

Result<void> settle_each(
    std::vector<UploadDocument>& documents, blobs::BlobStore& blobs, Settled& into
) {
    for (auto& document : documents) {
        if (auto spooled = spool_if_large(document.content, blobs); !spooled) return spooled;
        auto record = settle(document);
        if (!record) return record.error();
        into.records.push_back(std::move(*record));
        if (auto* staged = std::get_if<blobs::StagedBlob>(&document.content))
            into.published.push_back(std::move(*staged));
    }
    return {};
}

// Gives each its key, and drops what stands twice.
void name(std::vector<catalog::DocumentRecord>& records) {
    std::vector<NamedBytes> names;
    for (const auto& record : records)
        names.push_back({record.key, record.filename, record.sha256});
    auto keys = document_keys(names);
    for (std::size_t i = 0; i < records.size(); ++i) records[i].key = std::move(keys[i]);
    std::erase_if(records, [](const auto& record) { return record.key.empty(); });
    std::uint32_t ordinal = 0;
    for (auto& record : records) record.ordinal = ordinal++;
}

Result<Settled> settle_all(
    std::vector<UploadDocument> documents, blobs::BlobStore& blobs, const catalog::Catalog& catalog
) {
    Settled settled;
    if (const auto each = settle_each(documents, blobs, settled); !each) {
        settled.published.clear();
        remove_unneeded(settled.blobs(), blobs, catalog);
        return each.error();
    }
    name(settled.records);
    return settled;
}

// Whether it takes no longer than what may be parsed on the io_context, and no disk.
bool can_be_settled_at_once(const std::vector<UploadDocument>& documents, std::uint64_t bytes) {
    return bytes <= small_body_max && std::ranges::all_of(documents, [](const auto& document) {
               return std::holds_alternative<std::string>(document.content);
           });
}

}  // namespace

std::vector<Sha256> Settled::blobs() const {
    std::vector<Sha256> hashes;
    for (const auto& record : records) {
        if (!record.body) hashes.push_back(record.sha256);
    }
    return hashes;
}

Settler::Settler(
    blobs::BlobStore& blobs,
    const catalog::Catalog& catalog,
    asio::thread_pool& pool,
    disk::Space* space
)
    : blobs_{blobs}, catalog_{catalog}, pool_{pool}, space_{space} {}

// What is small is settled where it is: the way to the pool and back would cost more than the work.
asio::awaitable<Result<Settled>> Settler::settle(std::vector<UploadDocument> documents) const {
    const auto bytes = bytes_in_memory(documents);
    if (can_be_settled_at_once(documents, bytes)) {
        const auto taken = space_ ? space_->take_at_once(bytes) : Result<void>{};
        if (taken && !*taken) co_return taken->error();
        if (taken) co_return settle_all(std::move(documents), blobs_, catalog_);
    }
    auto settle = [this, &documents, bytes]() -> Result<Settled> {
        if (space_) {
            const auto taken = space_->take(bytes);
            if (!taken) return taken.error();
        }
        return settle_all(std::move(documents), blobs_, catalog_);
    };
    co_return co_await on_pool(pool_, std::move(settle));
}

asio::awaitable<void> Settler::take_back(std::vector<Sha256> published) const {
    auto remove = [this, &published] { remove_unneeded(published, blobs_, catalog_); };
    co_await on_pool(pool_, std::move(remove));
}

}  // namespace ingestd::intake
