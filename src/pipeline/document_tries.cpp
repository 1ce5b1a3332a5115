// How a document is tried, tried again, and put aside.
#include <algorithm>
#include <random>

#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/pipeline/retry_policy.hpp>

#include "document_run.hpp"

namespace ingestd::pipeline {
namespace {

constexpr log::Logger logger{"pipeline"};

double any_chance() {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<>{}(generator);
}

}  // namespace

std::function<void(Result<catalog::Tries>)> DocumentRun::when_tried() {
    {
        const std::lock_guard lock{mutex_};
        answers_.tried.reset();
    }
    return [self = shared_from_this()](Result<catalog::Tries> tried) {
        {
            const std::lock_guard lock{self->mutex_};
            self->answers_.tried = std::move(tried);
        }
        self->hooks_.wake();
    };
}

// On disk before it is read: one that brings the server down with it is known by its tries. What is
// read in the server itself is not counted the first time, which spares most documents a commit.
Turn DocumentRun::count_try() {
    phase_ = Phase::counting;
    // What was found inside of it and is kept is progress, too.
    const auto done = opened_.chunks + answered().children_kept;
    rooms_.catalog.note_try(context_.upload, record_.ordinal, done, when_tried());
    return {Turn::Next::parked};
}

Turn DocumentRun::take_tried() {
    const auto tried = answered().tried;
    if (!tried) return {Turn::Next::parked};
    if (!*tried) {
        logger.warn(
            "try_not_counted", kv("upload", context_.upload), kv("why", tried->error().detail)
        );
    } else if (RetryPolicy::is_quarantined(**tried)) {
        return put_aside(**tried);
    }
    phase_ = Phase::reading;
    return {Turn::Next::again};
}

Turn DocumentRun::take_failure(DocumentFailure failure) {
    stream_.reset();
    failures_ = failure.code == failed_try_.code ? failures_ + 1 : 1;
    failed_try_ = std::move(failure);
    if (failed_try_.code == "helper_crashed") return bury();
    const auto delay = RetryPolicy::next_try_after(failed_try_.code, failures_, any_chance());
    return delay ? retry_after(*delay) : fail(failed_try_);
}

Turn DocumentRun::bury() {
    phase_ = Phase::burying;
    rooms_.catalog.note_helper_death(context_.upload, record_.ordinal, when_tried());
    return {Turn::Next::parked};
}

Turn DocumentRun::take_buried() {
    const auto tried = answered().tried;
    if (!tried) return {Turn::Next::parked};
    // Without the catalog's word ours counts.
    const auto tries = *tried ? **tried : catalog::Tries{1, failures_};
    if (RetryPolicy::is_quarantined(tries)) return put_aside(tries);
    const auto delay =
        RetryPolicy::next_try_after(failed_try_.code, tries.helper_deaths, any_chance());
    return delay ? retry_after(*delay) : fail(failed_try_);
}

Turn DocumentRun::retry_after(std::chrono::milliseconds delay) {
    phase_ = Phase::retrying;
    logger.info(
        "document_waits",
        kv("upload", context_.upload),
        kv("document", record_.key),
        kv("code", failed_try_.code),
        kv("ms", delay.count())
    );
    retry_at_ = SteadyClock::now() + delay;
    set_waiting_on(progress::WaitingOn{
        .reason = "helper",
        .detail = failed_try_.detail + " It is tried again.",
        .until = wall_now() + delay});
    hooks_.wake_at(retry_at_);
    return {Turn::Next::parked};
}

Turn DocumentRun::put_aside(const catalog::Tries& tries) {
    std::string detail;
    if (tries.helper_deaths >= helper_deaths_max) {
        detail = "The program that reads documents crashed on it " +
                 std::to_string(tries.helper_deaths) + " times";
        if (!failed_try_.detail.empty()) detail += "; the last time: " + failed_try_.detail;
    } else {
        detail = "The server ended " + std::to_string(tries.tries - 1) +
                 " times while it read this document, and came no further with it";
    }
    if (detail.back() != '.') detail += '.';
    return fail(
        {.code = "quarantined",
         .detail = detail + " It is put aside.",
         .stage = failed_try_.stage,
         .page = failed_try_.page}
    );
}

}  // namespace ingestd::pipeline
