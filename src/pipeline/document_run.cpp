#include "document_run.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/enrich/enricher.hpp>
#include <ingestd/enrich/title.hpp>
#include <ingestd/index/errc.hpp>

#include "disk_denial.hpp"
#include "document_content.hpp"
#include "document_entry.hpp"

namespace ingestd::pipeline {
namespace {

// Why a document's own bytes cannot be had. Nobody else's fault, and nobody else's failure.
DocumentFailure lost_content(const Error& why) {
    if (why.code == blobs::Errc::missing) {
        return {
            .code = "blob_missing",
            .detail = "The document's bytes are no longer in the data directory. Upload it again.",
            .stage = Stage::intake};
    }
    if (why.code == blobs::Errc::damaged) {
        return {
            .code = "blob_damaged",
            .detail =
                "The document's bytes in the data directory are no longer what was uploaded."
                " Upload it again; `ingestd check` finds what else is damaged.",
            .stage = Stage::intake};
    }
    return {.code = "internal", .detail = why.detail, .stage = Stage::intake};
}

}  // namespace

std::uint64_t text_bytes(const std::vector<Chunk>& chunks) {
    std::uint64_t bytes = 0;
    for (const auto& chunk : chunks) bytes += chunk.text.size();
    return bytes;
}

DocumentRun::DocumentRun(
    Rooms rooms, DocumentContext context, catalog::DocumentRecord record, Hooks hooks
)
    : rooms_{rooms},
      context_{std::move(context)},
      record_{std::move(record)},
      hooks_{std::move(hooks)} {
    outcome_.ordinal = record_.ordinal;
    answers_.children_kept = context_.children;
    if (record_.stored_chunks) begin_as_stored();
}

// A short document is read in one turn: with many uploads, each holding what it had open until all
// others have had theirs, ten thousand of them would hold ten thousand files.
Turn DocumentRun::turn() {
    Turn all;
    do {
        const auto one = step();
        all = {one.next, all.cost + one.cost};
    } while (all.next == Turn::Next::again && all.cost < turn_cost_min);
    return all;
}

Turn DocumentRun::step() {
    try {
        const bool is_too_late = phase_ == Phase::completing || phase_ == Phase::ended;
        if (is_cancelled_ && !is_too_late) return end(Status::cancelled);
        return advance();
    } catch (const ErrorThrown& thrown) {
        if (thrown.error.code == index::Errc::damaged)
            return fail(collection_damaged(thrown.error));
        if (!is_denied_by_disk(thrown.error)) return fail_for(thrown);
        waits_for_room_ = true;
        return {Turn::Next::parked, turn_cost};
    } catch (const std::exception& thrown) {
        return fail_for(thrown);
    }
}

// What writes much is not begun where there is too little room; what has begun may end.
bool DocumentRun::must_pause() {
    const bool writes_more = phase_ == Phase::fresh || phase_ == Phase::reading;
    waits_for_room_ = writes_more && rooms_.space && rooms_.space->pause().has_value();
    return waits_for_room_;
}

Turn DocumentRun::advance() {
    if (must_pause()) return {Turn::Next::parked};
    switch (phase_) {
        case Phase::fresh:
            return begin();
        case Phase::opening:
            return take_opened();
        case Phase::counting:
            return take_tried();
        case Phase::reading:
            return read();
        case Phase::burying:
            return take_buried();
        case Phase::retrying:
            if (SteadyClock::now() < retry_at_) return {Turn::Next::parked};
            set_waiting_on(std::nullopt);
            return begin();
        case Phase::embedding:
            return take_embedded();
        case Phase::completing:
            return take_completed();
        case Phase::discarding:
            if (!answered().discarded) return {Turn::Next::parked};
            return end(outcome_.failure ? Status::failed : Status::completed);
        case Phase::ended:
            return {Turn::Next::ended};
    }
    return end(Status::failed);
}

Turn DocumentRun::begin() {
    if (context_.refusal) return fail(*context_.refusal);
    if (context_.source && !find_stored()) return leave_out();
    phase_ = Phase::opening;
    stop_webhooks();
    stop_embedding();
    chunks_ = 0;
    children_.reset();
    children_left_ = 0;
    languages_ = {};
    blocks_ = {};
    {
        const std::lock_guard lock{mutex_};
        answers_.opened.reset();
    }
    hooks_.changed();
    clock_.index_asked();
    context_.generation->open_document(
        stored_ ? entry_of(context_, *stored_) : entry_of(context_, record_),
        [self = shared_from_this()](Result<index::OpenedDocument> opened) {
            self->clock_.index_answered();
            {
                const std::lock_guard lock{self->mutex_};
                self->answers_.opened = std::move(opened);
            }
            self->hooks_.wake();
        }
    );
    return {Turn::Next::parked, turn_cost};
}

Turn DocumentRun::take_opened() {
    const auto opened = answered().opened;
    if (!opened) return {Turn::Next::parked};
    if (!*opened) return fail_to_index(opened->error());
    opened_ = **opened;
    if (opened_.key != record_.key) outcome_.kept_as = opened_.key;
    if (opened_.is_complete) {
        chunked_ = enriched_ = indexed_ = opened_.chunks;
        if (context_.embedder) embedded_ = reused_ = opened_.chunks;
        part_read_ = 1;
        is_container_ = opened_.chunks == 0 && opened_.children > 0;
        outcome_.pages = opened_.pages;
        outcome_.replaced = opened_.replaced;
        outcome_.warnings = opened_.warnings;
        take_standing(outcome_, opened_.standing);
        return end(Status::completed);
    }
    if (stored_) return begin_copying();
    auto content = open_content(rooms_, context_.upload, record_);
    if (!content) {
        return fail(lost_content(content.error()));
    }
    indexed_ = opened_.chunks;
    for (const auto& [language, bytes] : opened_.bytes_by_language) languages_.add(language, bytes);
    chunker_.emplace(context_.options.chunking, context_.reader);
    begin_webhooks();
    begin_embedding();
    stream_ = clock_.extracting([&] {
        return rooms_.extractor.open(
            {.content = std::move(*content),
             .bytes = record_.bytes,
             .filename = record_.filename,
             .content_type = record_.content_type,
             .password = context_.options.password,
             .ocr_languages = context_.options.ocr.languages}
        );
    });
    const bool has_to_count = context_.is_resumed || stream_->is_read_by_helper();
    if (has_to_count && !std::exchange(is_counted_, true)) return count_try();
    phase_ = Phase::reading;
    return {Turn::Next::again, turn_cost};
}

Turn DocumentRun::read() {
    const auto answers = answered();
    if (answers.commit_failed) return fail_to_index(*answers.commit_failed);
    if (answers.embedding_failed) return fail_to_embed(*answers.embedding_failed);
    if (answers.children_failed) return fail_to_keep(*answers.children_failed);
    pass_enriched();
    if (answers.bytes_in_flight > in_flight_bytes_max || answers.children_in_flight)
        return {Turn::Next::parked};
    if (stored_) return copy();
    if (last_) return take_last(*std::exchange(last_, std::nullopt));
    auto step = clock_.extracting([&] { return stream_->next(); });
    if (auto* waiting = std::get_if<extract::Waiting>(&step)) {
        if (waiting->waiting_on.empty()) {
            set_waiting_on(std::nullopt);
        } else {
            set_waiting_on(progress::WaitingOn{"helper", std::move(waiting->waiting_on)});
        }
        if (children_ && children_->has_batch()) hand_over_children();
        clock_.helper_waits();
        stream_->when_ready([self = weak_from_this()] {
            const auto run = self.lock();
            if (!run) return;
            run->clock_.helper_is_ready();
            run->hooks_.wake();
        });
        return {Turn::Next::parked};
    }
    set_waiting_on(std::nullopt);
    if (auto* extracted = std::get_if<extract::Extracted>(&step))
        return take(std::move(*extracted));
    const bool is_last = std::holds_alternative<extract::Ended>(step) ||
                         std::holds_alternative<DocumentFailure>(step);
    return is_last ? take_last(std::move(step)) : take_child_step(step);
}

Turn DocumentRun::take(extract::Extracted extracted) {
    std::int64_t cost = turn_cost;
    std::vector<Chunk> fresh;
    for (const auto& block : extracted.blocks) {
        cost += static_cast<std::int64_t>(block.text.size());
        blocks_.add(block);
        auto cut = clock_.chunking([&] { return chunker_->push(block); });
        clock_.enriching([&] { keep(std::move(cut), fresh); });
    }
    part_read_ = std::max(part_read_.load(), extracted.part_read);
    hooks_.changed();
    submit(std::move(fresh));
    return {Turn::Next::again, cost};
}

Turn DocumentRun::finish_reading(extract::Ended ended) {
    std::vector<Chunk> fresh;
    auto cut = clock_.chunking([&] { return chunker_->finish(); });
    clock_.enriching([&] { keep(std::move(cut), fresh); });
    stream_.reset();
    const auto inside = children_ ? children_->found() : 0;
    if (chunks_ == 0 && children_left_ > 0) return fail(nested_too_deep());
    if (chunks_ == 0 && inside == 0)
        return fail({.code = "no_text", .detail = "The document holds no text."});
    note_children(ended.facts);
    is_container_ = chunks_ == 0;
    part_read_ = 1;
    stage_ = Status::indexing;
    hooks_.changed();
    submit(std::move(fresh));

    outcome_.pages = ended.facts.pages;
    outcome_.warnings = ended.facts.warnings;
    index::DocumentSummary summary{
        .facts = std::move(ended.facts),
        .title = {},
        .language = languages_.language(),
        .pages = chunker_->pages(),
        .text_bytes = chunker_->text_bytes(),
        .chunks = chunks_,
        .children = inside,
        .blocks = blocks_};
    summary.title =
        enrich::choose_title(summary.facts, chunker_->first_heading(), record_.filename);
    summary_ = std::move(summary);
    phase_ = Phase::embedding;
    return take_embedded();
}

Turn DocumentRun::complete() {
    auto summary = *std::exchange(summary_, std::nullopt);
    warn_of_webhooks(summary.facts.warnings);
    // What is stored stands already; of others what is inside of them is settled with the upload.
    const bool settles = stored_ || (context_.settles && summary.children == 0);
    phase_ = Phase::completing;
    clock_.index_asked();
    context_.generation->complete_document(
        opened_.row,
        std::move(summary),
        {.on_same_key = context_.options.on_same_key, .settles = settles},
        [self = shared_from_this()](Result<index::Placed> completed) {
            self->clock_.index_answered();
            {
                const std::lock_guard lock{self->mutex_};
                self->answers_.completed = std::move(completed);
            }
            self->hooks_.wake();
        }
    );
    return {Turn::Next::parked, turn_cost};
}

DocumentRun::Answers DocumentRun::answered() const {
    const std::lock_guard lock{mutex_};
    return answers_;
}

// Enriches the chunks that the ledger does not have yet. Of those that it has, only the language
// counts for the whole document, and take_opened has added it.
void DocumentRun::keep(std::vector<Chunk> chunks, std::vector<Chunk>& fresh) {
    for (auto& chunk : chunks) {
        ++chunks_;
        // In a further try these stand still until it has come as far as the one before.
        chunked_ = std::max(chunked_.load(), chunks_);
        if (context_.webhooks.empty()) enriched_ = std::max(enriched_.load(), chunks_);
        if (chunk.position < opened_.chunks) continue;
        chunk.enrichment = enrich::enrich(chunk);
        languages_.add(chunk.enrichment.language, chunk.text.size());
        fresh.push_back(std::move(chunk));
    }
}

void DocumentRun::submit(std::vector<Chunk> chunks) {
    if (chunks.empty()) return;
    const auto bytes = text_bytes(chunks);
    {
        const std::lock_guard lock{mutex_};
        answers_.bytes_in_flight += bytes;
    }
    if (const auto step = webhooks()) return step->add(std::move(chunks));
    embed_or_commit(std::move(chunks));
}

void DocumentRun::commit(std::vector<Chunk> chunks) {
    const auto bytes = text_bytes(chunks);
    const auto count = chunks.size();
    clock_.index_asked();
    context_.generation->commit_chunks(
        opened_.row,
        std::move(chunks),
        [self = shared_from_this(), bytes, count](Result<void> committed) {
            self->clock_.index_answered();
            {
                const std::lock_guard lock{self->mutex_};
                self->answers_.bytes_in_flight -= bytes;
                if (!committed && !self->answers_.commit_failed)
                    self->answers_.commit_failed = committed.error();
            }
            if (committed) {
                self->indexed_ += count;
                self->hooks_.changed();
            }
            self->hooks_.wake();
        }
    );
}

progress::DocumentProgress DocumentRun::progress() const {
    const Status stage = stage_;
    // Of what was read again after a restart: ProgressState keeps what was told from going back.
    return {
        .filename = shown_name(record_),
        .bytes = record_.bytes,
        .stage = stage,
        .part_read = part_read_,
        .chunks =
            {.chunked = chunked_,
             .enriched = enriched_,
             .embedded = embedded_,
             .indexed = indexed_,
             .reused = reused_},
        .is_container = stage == Status::completed && is_container_};
}

std::optional<progress::WaitingOn> DocumentRun::waiting_on() const {
    if (const auto step = webhooks()) {
        if (auto waiting = step->waiting_on())
            return progress::WaitingOn{
                .reason = "enricher",
                .detail = std::move(waiting->detail),
                .until = waiting->until};
    }
    if (const auto step = embedding()) {
        if (auto waiting = step->waiting_on())
            return progress::WaitingOn{
                .reason = "embedder",
                .detail = std::move(waiting->detail),
                .until = waiting->until};
    }
    const std::lock_guard lock{mutex_};
    return waiting_on_;
}

void DocumentRun::set_waiting_on(std::optional<progress::WaitingOn> reason) {
    const std::lock_guard lock{mutex_};
    waiting_on_ = std::move(reason);
}

}  // namespace ingestd::pipeline
