#include "journal.hpp"

#include <iostream>
#include <utility>

namespace ingestd::crash {
namespace {

// A server that is wrong in one thing is often wrong in many alike.
constexpr std::size_t failures_shown = 20;

}  // namespace

unsigned Journal::next_number() {
    const std::lock_guard guard{lock_};
    return ++numbers_;
}

std::size_t Journal::note_sent(SentUpload upload) {
    const std::lock_guard guard{lock_};
    uploads_.push_back(std::move(upload));
    return uploads_.size() - 1;
}

void Journal::note_accepted(std::size_t place, std::string id) {
    const std::lock_guard guard{lock_};
    uploads_[place].answer = SentUpload::Answer::accepted;
    uploads_[place].id = std::move(id);
}

void Journal::note_refused(std::size_t place, unsigned status) {
    const std::lock_guard guard{lock_};
    uploads_[place].answer = SentUpload::Answer::refused;
    ++refusals_[status];
}

void Journal::note_checked(std::size_t place) {
    const std::lock_guard guard{lock_};
    uploads_[place].is_checked = true;
}

void Journal::fail(const std::string& what) {
    const std::lock_guard guard{lock_};
    failures_.push_back(what);
    if (failures_.size() <= failures_shown) std::cerr << "FAILED: " << what << std::endl;
}

void Journal::add_checks(std::size_t count) {
    const std::lock_guard guard{lock_};
    checks_ += count;
}

bool Journal::check(bool holds, const std::string& otherwise) {
    {
        const std::lock_guard guard{lock_};
        ++checks_;
    }
    if (!holds) fail(otherwise);
    return holds;
}

std::vector<SentUpload> Journal::all() const {
    const std::lock_guard guard{lock_};
    return uploads_;
}

std::vector<std::string> Journal::failures() const {
    const std::lock_guard guard{lock_};
    return failures_;
}

std::size_t Journal::checks() const {
    const std::lock_guard guard{lock_};
    return checks_;
}

std::map<unsigned, std::size_t> Journal::refusals() const {
    const std::lock_guard guard{lock_};
    return refusals_;
}

}  // namespace ingestd::crash
