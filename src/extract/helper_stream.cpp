#include "helper_stream.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <ingestd/document/upload_options.hpp>

#include "source_languages.hpp"

namespace ingestd::extract {
namespace {

// The machine is short of something that others give back.
bool may_pass(const Error& error) {
    namespace errc = boost::system::errc;
    return error.code == errc::resource_unavailable_try_again ||
           error.code == errc::not_enough_memory || error.code == errc::too_many_files_open ||
           error.code == errc::too_many_files_open_in_system;
}

}  // namespace

HelperStream::HelperStream(
    std::shared_ptr<HelperPool> pool, ExtractRequest request, DocumentType type
)
    : pool_{std::move(pool)}, request_{std::move(request)}, type_{type} {}

HelperStream::~HelperStream() {
    pool_->leave(place_);
    if (!helper_) return;
    helper_.reset();  // it is still reading what nobody wants any more
    pool_->lose();
}

ExtractStep HelperStream::next() {
    if (!helper_) {
        if (auto step = begin()) return std::move(*step);
    }
    return take_step();
}

std::optional<ExtractStep> HelperStream::begin() {
    auto taken = pool_->take(place_);
    if (taken && !*taken) {
        const auto count = std::to_string(pool_->settings().max_helpers);
        return Waiting{"All " + count + " document readers are busy with other documents."};
    }
    const auto& languages =
        request_.ocr_languages.empty() ? pool_->settings().ocr_languages : request_.ocr_languages;
    const ReadOrder order{
        type_,
        request_.bytes,
        request_.content_type,
        std::string{source_language(request_.filename)},
        request_.filename,
        request_.password,
        join_ocr_languages(languages),
        request_.words_of};
    if (taken && !(*taken)->send(order, request_.content.get())) {
        // A warm helper may have ended in the meantime. A fresh one that is gone says so when it is
        // read.
        taken = pool_->replace();
        if (taken) (*taken)->send(order, request_.content.get());
    }
    if (!taken) {
        return DocumentFailure{
            may_pass(taken.error()) ? "helper_unavailable" : "internal",
            "The program that reads documents could not be started: " + taken.error().detail};
    }
    helper_ = std::move(*taken);
    return std::nullopt;
}

ExtractStep HelperStream::take_step() {
    for (;;) {
        if (const auto frame = frames_.next()) {
            auto step = decode_step(*frame);
            if (!step) return abandon(helper_->explain_end(true));
            stalled_at_.reset();
            if (!is_asked_for(*step)) return abandon(helper_->explain_end(true));
            if (auto* extracted = std::get_if<Extracted>(&*step)) {
                part_read_ = std::max(part_read_, extracted->part_read);
                extracted->part_read = part_read_;
                return std::move(*step);
            }
            if (!is_in_order(*step)) return abandon(helper_->explain_end(true));
            const bool is_last = std::holds_alternative<Ended>(*step) ||
                                 std::holds_alternative<DocumentFailure>(*step);
            return is_last ? finish(std::move(*step)) : std::move(*step);
        }
        if (frames_.is_broken()) return abandon(helper_->explain_end(true));
        switch (helper_->receive(frames_)) {
            case HelperProcess::Received::bytes:
                continue;
            case HelperProcess::Received::end:
                return abandon(helper_->explain_end(false));
            case HelperProcess::Received::nothing:
                break;
        }
        if (helper_->watch().has_stalled()) {
            return abandon({"helper_stalled", "Reading the document made no progress for too long."}
            );
        }
        return Waiting{};
    }
}

// Blocks and children, or words; a reader may end and fail in both. What has been read is a sign of
// life in both.
bool HelperStream::is_asked_for(const ExtractStep& step) const {
    const bool is_words = std::holds_alternative<PageWords>(step);
    if (request_.words_of.is_none()) return !is_words;
    const auto* extracted = std::get_if<Extracted>(&step);
    return is_words || std::holds_alternative<Ended>(step) ||
           std::holds_alternative<DocumentFailure>(step) ||
           (extracted != nullptr && extracted->blocks.empty());
}

// Bytes of a child come within it, and everything else outside. A reader may fail anywhere.
bool HelperStream::is_in_order(const ExtractStep& step) {
    if (std::holds_alternative<DocumentFailure>(step)) return true;
    if (std::holds_alternative<ChildBegins>(step)) return !std::exchange(is_in_child_, true);
    if (std::holds_alternative<ChildBytes>(step)) return is_in_child_;
    if (std::holds_alternative<ChildEnds>(step)) return std::exchange(is_in_child_, false);
    return !is_in_child_;
}

void HelperStream::when_ready(std::function<void()> ready) {
    if (!helper_) return pool_->wait(place_, std::move(ready));
    if (!stalled_at_) stalled_at_ = SteadyClock::now() + pool_->settings().stall_limit;
    helper_->watch().wait(std::move(ready), *stalled_at_);
}

ExtractStep HelperStream::finish(ExtractStep last) {
    // Bytes behind the end would be taken for the next document's.
    if (!frames_.is_empty()) return abandon(helper_->explain_end(true));
    pool_->give_back(std::move(helper_));
    return last;
}

ExtractStep HelperStream::abandon(DocumentFailure failure) {
    helper_.reset();
    pool_->lose();
    return failure;
}

}  // namespace ingestd::extract
