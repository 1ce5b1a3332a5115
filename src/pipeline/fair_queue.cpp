#include <algorithm>

#include <ingestd/pipeline/fair_queue.hpp>

namespace ingestd::pipeline {

void FairQueue::mark_ready(const UploadId& upload) {
    const auto [account, is_new] = accounts_.try_emplace(upload, Account{.deficit = quantum_});
    if (!account->second.ticket) queue_up(upload, account->second);
}

void FairQueue::queue_up(const UploadId& upload, Account& account) {
    account.ticket = first_ + line_.size();
    line_.push_back(upload);
}

std::optional<UploadId> FairQueue::next() {
    while (!line_.empty()) {
        const UploadId upload = line_.front();
        const auto ticket = first_++;
        line_.pop_front();
        if (!forgotten_.empty() && forgotten_.front() == ticket) {
            forgotten_.erase(forgotten_.begin());
            continue;
        }
        auto& account = accounts_.at(upload);
        if (account.deficit <= 0) account.deficit += quantum_;
        if (account.deficit > 0) {
            account.ticket.reset();
            return upload;
        }
        queue_up(upload, account);
    }
    return std::nullopt;
}

void FairQueue::charge(const UploadId& upload, std::int64_t cost) {
    const auto account = accounts_.find(upload);
    if (account != accounts_.end()) account->second.deficit -= std::max<std::int64_t>(cost, 1);
}

void FairQueue::forget(const UploadId& upload) {
    const auto account = accounts_.find(upload);
    if (account == accounts_.end()) return;
    if (const auto ticket = account->second.ticket) {
        forgotten_.insert(std::ranges::lower_bound(forgotten_, *ticket), *ticket);
    }
    accounts_.erase(account);
}

std::size_t FairQueue::position(const UploadId& upload) const {
    const auto account = accounts_.find(upload);
    if (account == accounts_.end() || !account->second.ticket) return 0;
    const auto ticket = *account->second.ticket;
    const auto passed_over = std::ranges::lower_bound(forgotten_, ticket) - forgotten_.begin();
    return static_cast<std::size_t>(ticket - first_) + 1 - static_cast<std::size_t>(passed_over);
}

}  // namespace ingestd::pipeline
