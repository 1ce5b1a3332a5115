#include <algorithm>

#include <ingestd/pipeline/fair_queue.hpp>

namespace ingestd::pipeline {

void FairQueue::mark_ready(const UploadId& upload) {
    const auto [account, is_new] = accounts_.try_emplace(upload, Account{.deficit = quantum_});
    if (account->second.is_ready) return;
    account->second.is_ready = true;
    line_.push_back(upload);
}

std::optional<UploadId> FairQueue::next() {
    while (!line_.empty()) {
        const UploadId upload = line_.front();
        line_.pop_front();
        const auto account = accounts_.find(upload);
        if (account == accounts_.end()) continue;
        auto& [deficit, is_ready] = account->second;
        if (deficit <= 0) deficit += quantum_;
        if (deficit > 0) {
            is_ready = false;
            return upload;
        }
        line_.push_back(upload);
    }
    return std::nullopt;
}

void FairQueue::charge(const UploadId& upload, std::int64_t cost) {
    const auto account = accounts_.find(upload);
    if (account != accounts_.end()) account->second.deficit -= std::max<std::int64_t>(cost, 1);
}

void FairQueue::forget(const UploadId& upload) {
    accounts_.erase(upload);
}

std::size_t FairQueue::position(const UploadId& upload) const {
    std::size_t place = 0;
    for (const auto& waiting : line_) {
        if (accounts_.contains(waiting)) ++place;
        if (waiting == upload) return place;
    }
    return 0;
}

}  // namespace ingestd::pipeline
