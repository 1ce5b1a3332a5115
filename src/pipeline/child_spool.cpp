#include "child_spool.hpp"

#include <span>
#include <utility>

#include <ingestd/base/error_thrown.hpp>

namespace ingestd::pipeline {
namespace {

void require(const Result<void>& result) {
    if (!result) throw ErrorThrown{result.error()};
}

}  // namespace

ChildSpool::ChildSpool(
    blobs::BlobStore& blobs,
    catalog::DocumentRecord outer,
    std::uint64_t known,
    std::shared_ptr<NestingBudget> budget
)
    : blobs_{blobs}, outer_{std::move(outer)}, known_{known}, budget_{std::move(budget)} {}

ChildSpool::~ChildSpool() {
    budget_->give_back(bytes_taken_);
}

std::optional<DocumentFailure> ChildSpool::begin(extract::ChildBegins child) {
    ++found_;
    const auto name = unique(std::move(child.name));
    if (is_known()) return std::nullopt;
    child_ = {};
    child_.key = outer_.key + '/' + name;
    child_.filename = (outer_.filename.empty() ? outer_.key : outer_.filename) + '/' + name;
    child_.content_type = std::move(child.content_type);
    child_.metadata = outer_.metadata;
    child_.parent = outer_.ordinal;
    child_.container = outer_.key;
    child_.depth = outer_.depth + 1;
    return budget_->take_document();
}

std::optional<DocumentFailure> ChildSpool::add(std::string_view bytes) {
    if (is_known()) return std::nullopt;
    bytes_taken_ += bytes.size();
    if (auto refusal = budget_->take_bytes(bytes.size())) return refusal;
    child_.bytes += bytes.size();
    if (!large_ && small_.size() + bytes.size() <= small_child_max) {
        small_ += bytes;
    } else {
        spool(bytes);
    }
    return std::nullopt;
}

void ChildSpool::end() {
    if (is_known()) return;
    bytes_taken_ = 0;
    if (large_) {
        auto blob = large_->publish();
        if (!blob) throw ErrorThrown{blob.error()};
        child_.sha256 = blob->sha256;
        batch_.blobs.push_back(std::move(*large_));
        large_.reset();
    } else {
        held_bytes_ += small_.size();
        child_.sha256 = sha256(small_);
        child_.body = std::exchange(small_, {});
    }
    batch_.records.push_back(std::move(child_));
}

ChildBatch ChildSpool::take() {
    held_bytes_ = 0;
    return std::exchange(batch_, {});
}

std::string ChildSpool::unique(std::string name) {
    if (names_.insert(name).second) return name;
    for (unsigned n = 2;; ++n) {
        auto numbered = name + " (" + std::to_string(n) + ")";
        if (names_.insert(numbered).second) return numbered;
    }
}

void ChildSpool::spool(std::string_view bytes) {
    if (!large_) {
        auto staged = blobs_.stage();
        if (!staged) throw ErrorThrown{staged.error()};
        large_.emplace(std::move(*staged));
        require(large_->append(std::as_bytes(std::span{small_})));
        small_.clear();
    }
    require(large_->append(std::as_bytes(std::span{bytes})));
}

}  // namespace ingestd::pipeline
