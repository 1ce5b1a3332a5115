// Who relies on a blob that no catalog names yet, and which blob is about to be removed.
//
// An upload that brings content which is there already finds it, relies on it, and enters the
// catalog a moment later. Whoever removes unneeded blobs could ask the catalog in that very moment.
// So both sides take the hash: publishing leases it before the file gets its name and until the
// catalog has answered; removing claims it, which works only while nobody leases it, asks the
// catalog then, and unlinks. A lease that was given back before the claim stands in the catalog by
// the time that it is asked; one that is wanted during the claim waits, and finds no file.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include <ingestd/base/digest.hpp>

namespace ingestd::blobs {

//   thread  any, at the same time
class BlobLeases {
public:
    // Waits while the blob is being removed.
    void take(const Sha256& sha256) {
        std::unique_lock lock{mutex_};
        unclaimed_.wait(lock, [&] { return !claimed_.contains(sha256); });
        ++leased_[sha256];
    }
    void give_back(const Sha256& sha256) {
        const std::lock_guard lock{mutex_};
        const auto found = leased_.find(sha256);
        if (--found->second == 0) leased_.erase(found);
    }

    // False: somebody relies on it, or somebody else removes it.
    bool claim(const Sha256& sha256) {
        const std::lock_guard lock{mutex_};
        return !leased_.contains(sha256) && claimed_.insert(sha256).second;
    }
    void end_claim(const Sha256& sha256) {
        {
            const std::lock_guard lock{mutex_};
            claimed_.erase(sha256);
        }
        unclaimed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable unclaimed_;
    // guarded by mutex_
    std::map<Sha256, std::size_t> leased_;
    std::set<Sha256> claimed_;
};

// One lease; given back with its end.
class BlobLease {
public:
    BlobLease(std::shared_ptr<BlobLeases> leases, const Sha256& sha256)
        : leases_{std::move(leases)}, sha256_{sha256} {
        leases_->take(sha256_);
    }
    BlobLease(const BlobLease&) = delete;
    BlobLease& operator=(const BlobLease&) = delete;
    ~BlobLease() { leases_->give_back(sha256_); }

private:
    const std::shared_ptr<BlobLeases> leases_;
    const Sha256 sha256_;
};

// One claim, if it could be had; ended with its end.
class BlobClaim {
public:
    BlobClaim(BlobLeases& leases, const Sha256& sha256)
        : leases_{leases}, sha256_{sha256}, is_held_{leases.claim(sha256)} {}
    BlobClaim(const BlobClaim&) = delete;
    BlobClaim& operator=(const BlobClaim&) = delete;
    ~BlobClaim() {
        if (is_held_) leases_.end_claim(sha256_);
    }

    bool is_held() const { return is_held_; }

private:
    BlobLeases& leases_;
    const Sha256 sha256_;
    const bool is_held_;
};

}  // namespace ingestd::blobs
