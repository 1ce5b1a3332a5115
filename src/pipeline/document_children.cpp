// What turns up inside of a document while it is read: handed over to the catalog in batches, each
// before the document itself can end.
#include <utility>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/base/log.hpp>

#include "disk_denial.hpp"
#include "document_run.hpp"

namespace ingestd::pipeline {
namespace {

constexpr log::Logger logger{"pipeline"};

}  // namespace

ChildSpool& DocumentRun::children() {
    if (!children_) {
        auto outer = record_;
        outer.key = opened_.key;
        children_.emplace(
            rooms_.blobs, std::move(outer), answered().children_kept, context_.budget
        );
    }
    return *children_;
}

// What the disk denies in the midst of a child begins the document anew once there is room: what
// was kept is passed over then.
Turn DocumentRun::take_child_step(const extract::ExtractStep& step) {
    if (record_.depth >= nesting_max) {
        if (std::holds_alternative<extract::ChildBegins>(step)) ++children_left_;
        return {Turn::Next::again};
    }
    std::int64_t cost = turn_cost;
    std::optional<DocumentFailure> refusal;
    try {
        if (const auto* begins = std::get_if<extract::ChildBegins>(&step)) {
            refusal = children().begin(*begins);
        } else if (const auto* bytes = std::get_if<extract::ChildBytes>(&step)) {
            cost += static_cast<std::int64_t>(bytes->bytes.size());
            refusal = children().add(bytes->bytes);
        } else {
            children().end();
        }
    } catch (const ErrorThrown&) {
        stream_.reset();
        phase_ = Phase::fresh;
        throw;
    }
    if (refusal) return refuse_child(std::move(*refusal));
    if (children().is_full()) hand_over_children();
    return {Turn::Next::again, cost};
}

// The rest of the document is not read; what came before stands.
Turn DocumentRun::refuse_child(DocumentFailure why) {
    stream_.reset();
    return take_last(std::move(why));
}

// The end of the reading, once everything that came before it is kept.
Turn DocumentRun::take_last(extract::ExtractStep last) {
    if (children_ && children_->has_batch()) {
        last_ = std::move(last);
        hand_over_children();
        return {Turn::Next::parked, turn_cost};
    }
    if (auto* ended = std::get_if<extract::Ended>(&last)) return finish_reading(std::move(*ended));
    return take_failure(std::get<DocumentFailure>(std::move(last)));
}

void DocumentRun::hand_over_children() {
    auto batch = children_->take();
    const auto count = batch.records.size();
    {
        const std::lock_guard lock{mutex_};
        answers_.children_in_flight = true;
    }
    hooks_.add_children(
        std::move(batch),
        [self = shared_from_this(), count](const Result<void>& kept) {
            {
                const std::lock_guard lock{self->mutex_};
                self->answers_.children_in_flight = false;
                if (kept) self->answers_.children_kept += count;
                if (!kept) self->answers_.children_failed = kept.error();
            }
            self->hooks_.wake();
        }
    );
}

void DocumentRun::note_children(DocumentFacts& facts) const {
    if (children_left_ == 0) return;
    facts.warnings.push_back(
        std::to_string(children_left_) + (children_left_ == 1 ? " document" : " documents") +
        " inside of it could not be read: nested too deep."
    );
}

// The catalog has waited for the disk, and gives up only when the server stops.
Turn DocumentRun::fail_to_keep(const Error& why) {
    if (is_denied_by_disk(why)) return {Turn::Next::parked};
    logger.error(
        "children_not_kept",
        kv("upload", context_.upload),
        kv("document", record_.key),
        kv("why", why.detail)
    );
    return fail({.code = "internal", .detail = "What is inside of it could not be kept."});
}

}  // namespace ingestd::pipeline
