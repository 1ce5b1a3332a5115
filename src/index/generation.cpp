// The writers: each hands its work to the queue. What they do to the file is in ledger.cpp; the
// readers are in generation_readers.cpp.
#include <utility>

#include <ingestd/base/units.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd_sql/index.hpp>

#include "generation_impl.hpp"
#include "ledger.hpp"
#include "parents.hpp"
#include "succession.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

// Measured with chunks of 1 KB in groups of 64 jobs of 20, two cores, nothing else running: 24,000
// rows a second with pages of 8 KiB, against 22,000 with 16 KiB and about a fifth less with 4 KiB,
// which a chunk's text half fills. The cache holds the hot ends of the trees and of FTS5's merges;
// 4 MiB or 6 take the same time. A log of 16 MiB is moved into the file every few thousand rows.
constexpr sqlite::ConnectionSettings writer_settings{
    .page_bytes = 8192,
    .cache_bytes = 4_MiB,
    .checkpoint_at_bytes = 16_MiB,
    .keeps_log = true,
};

// Older versions that one transaction removes: others write in between.
constexpr std::uint32_t removed_at_once = 32;

std::size_t bytes_of(const std::vector<Chunk>& chunks) {
    std::size_t bytes = 0;
    for (const auto& chunk : chunks) bytes += chunk.text.size();
    return bytes;
}

}  // namespace

Generation::Generation(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Generation::~Generation() = default;

Result<std::shared_ptr<Generation>> Generation::open(
    const std::filesystem::path& file, boost::asio::thread_pool& writers, OnFault on_fault
) {
    // Whoever opens is told by the answer: `on_fault` is for what comes later.
    FileFaults while_opening{file, {}};
    auto writer = Connection::open(file, writer_settings);
    if (!writer) return while_opening.in_our_words(writer.error());
    auto mirror = std::make_unique<VectorMirror>(file);
    const auto prepared = sqlite::as_result([&]() -> Result<void> {
        register_words_tokenizer(*writer);
        if (auto migrated = sqlite::migrate(*writer, sql::migrations); !migrated) return migrated;
        mirror->follow(*writer);
        if (auto opened = mirror->open(*writer); !opened) return opened;
        return writer->settle();
    });
    if (!prepared) return while_opening.in_our_words(prepared.error());
    auto faults = std::make_shared<FileFaults>(file, std::move(on_fault));
    auto impl = std::make_unique<Impl>(
        file, std::move(*writer), writers, std::move(faults), std::move(mirror)
    );
    return std::shared_ptr<Generation>{new Generation{std::move(impl)}};
}

void Generation::open_document(DocumentEntry entry, Done<OpenedDocument> done) {
    impl_->write<OpenedDocument>(
        [entry = std::move(entry)](Connection& connection) {
            return index::open_document(connection, entry, wall_now());
        },
        std::move(done)
    );
}

void Generation::commit_chunks(DocumentRow row, std::vector<Chunk> chunks, Done<void> done) {
    const auto bytes = bytes_of(chunks);
    impl_->write<void>(
        [row, chunks = std::move(chunks)](Connection& connection) {
            return index::commit_chunks(connection, row, chunks);
        },
        std::move(done),
        bytes
    );
}

void Generation::complete_document(
    DocumentRow row, DocumentSummary summary, PlacingRules rules, Done<Placed> done
) {
    impl_->write<Placed>(
        [row, summary = std::move(summary), rules](Connection& connection) {
            return index::complete_document(connection, row, summary, rules, wall_now());
        },
        std::move(done)
    );
}

void Generation::settle_upload(
    UploadId upload, SettlingRules rules, Done<std::vector<ReleasedDocument>> done
) {
    using Released = std::vector<ReleasedDocument>;
    impl_->write<Released>(
        [upload, rules = std::move(rules)](Connection& connection) -> Result<Released> {
            auto released = settle_versions(connection, upload, rules.on_same_key);
            replace_left_out(connection, upload, rules.kept);
            return released;
        },
        [this, upload, done = std::move(done)](Result<Released> released) mutable {
            if (!released) return done(std::move(released));
            remove_replaced_by(upload, std::move(*released), std::move(done));
        }
    );
}

void Generation::remove_replaced_by(
    UploadId upload,
    std::vector<ReleasedDocument> released,
    Done<std::vector<ReleasedDocument>> done
) {
    impl_->write<bool>(
        [upload](Connection& connection) -> Result<bool> {
            return remove_replaced(connection, upload, removed_at_once);
        },
        [this, upload, released = std::move(released), done = std::move(done)](Result<bool> more
        ) mutable {
            if (!more) return done(more.error());
            if (!*more) return done(std::move(released));
            remove_replaced_by(upload, std::move(released), std::move(done));
        }
    );
}

void Generation::discard_document(DocumentRow row, Done<void> done) {
    impl_->write<void>(
        [row](Connection& connection) -> Result<void> {
            remove_version(connection, row);  // in work, so in no chain
            return {};
        },
        std::move(done)
    );
}

void Generation::discard_upload(UploadId upload, Done<void> done) {
    impl_->write<void>(
        [upload](Connection& connection) -> Result<void> {
            withdraw_versions(connection, upload);
            return {};
        },
        std::move(done)
    );
}

void Generation::remove_document(DocumentId id, Done<std::vector<std::string>> done) {
    using Keys = std::vector<std::string>;
    impl_->write<Keys>(
        [id](Connection& connection) -> Result<Keys> { return remove_visible(connection, id); },
        std::move(done)
    );
}

std::optional<Error> Generation::trouble() const {
    auto trouble = impl_->queue.trouble();
    if (trouble && trouble->code == sqlite::Errc::sync_failed) trouble->code = Errc::sync_failed;
    return trouble;
}

void Generation::drain() {
    impl_->queue.drain();
}

void Generation::remove_when_closed() {
    impl_->file.is_removed = true;
}

}  // namespace ingestd::index
