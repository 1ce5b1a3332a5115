// How a document is made anew of the chunks that another generation has of it.
#include <algorithm>
#include <utility>

#include "document_run.hpp"

namespace ingestd::pipeline {
namespace {

// As many as an embedder likes in one call, and little enough for a turn.
constexpr std::uint32_t chunks_of_a_turn = 64;

constexpr std::string_view deleted_warning =
    "The document was deleted while its collection was made anew: it is not in it.";

}  // namespace

// Behind reading, chunking and enriching it is from the start: how much there is to do is known.
void DocumentRun::begin_as_stored() {
    stage_ = Status::indexing;
    part_read_ = 1;
    chunked_ = enriched_ = *record_.stored_chunks;
}

bool DocumentRun::find_stored() {
    stored_ = context_.source->stored_version(document_id(context_.collection, record_.key));
    return stored_.has_value();
}

Turn DocumentRun::begin_copying() {
    chunks_ = indexed_ = opened_.chunks;
    begin_embedding();
    phase_ = Phase::reading;
    return {Turn::Next::again, turn_cost};
}

// The next so many chunks, as they are: only their vectors are new.
Turn DocumentRun::copy() {
    const auto& document = stored_->document;
    if (chunks_ == document.chunks) return finish_copying();
    auto found = context_.source->chunks(document.id, chunks_, chunks_of_a_turn);
    if (found.empty()) return leave_out();
    std::vector<Chunk> chunks;
    for (auto& each : found) chunks.push_back(std::move(each.chunk));
    const auto cost = turn_cost + static_cast<std::int64_t>(text_bytes(chunks));
    const auto copied = chunks.size();
    submit(std::move(chunks));
    chunks_ += copied;
    return {Turn::Next::again, cost};
}

// Whoever deletes it meanwhile removes it from the old generation first and then from ours: what
// stands there now, after its place in ours was made, is either found here as gone or removed from
// ours.
Turn DocumentRun::finish_copying() {
    if (!find_stored()) return leave_out();
    outcome_.pages = stored_->document.summary.facts.pages;
    outcome_.warnings = stored_->document.summary.facts.warnings;
    summary_ = stored_->document.summary;
    is_container_ = chunks_ == 0 && summary_->children > 0;
    phase_ = Phase::embedding;
    return take_embedded();
}

// It is no longer in the collection: no failure, and nothing of it is kept.
Turn DocumentRun::leave_out() {
    outcome_.pages = 0;
    outcome_.warnings = {std::string{deleted_warning}};
    is_left_out_ = true;
    return discard();
}

}  // namespace ingestd::pipeline
