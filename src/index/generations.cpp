#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/index/inspection.hpp>

#include "file_faults.hpp"
#include "generation_file.hpp"

namespace ingestd::index {
namespace {

// Each open one costs a writer's cache and a few descriptors; more collections than these are
// seldom in use within the same moment.
constexpr std::size_t open_max = 16;

}  // namespace

class Generations::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(std::filesystem::path root, boost::asio::thread_pool& writers)
        : root_{std::move(root)}, writers_{writers} {}

    Result<std::shared_ptr<Generation>> open(const GenerationId& id, Expected expected);
    std::optional<Error> failed_sync() const;
    void drain();
    void remove(const GenerationId& id);
    void sweep(const std::vector<GenerationId>& keep);
    boost::asio::thread_pool& writers() const { return writers_; }

private:
    using Open = std::shared_ptr<Generation>;
    struct Entry {
        Open generation;
        std::uint64_t used = 0;
    };

    std::filesystem::path file_of(const GenerationId& id) const {
        return generation_file(root_, id);
    }
    Result<Open> open_file(const GenerationId& id, Expected expected);
    void note_fault(const GenerationId& id, const Error& fault);
    void note_failed_sync(const Error& failed);
    std::vector<Open> take_unused();

    const std::filesystem::path root_;
    boost::asio::thread_pool& writers_;

    mutable std::mutex lock_;
    // Guarded by lock_.
    std::unordered_map<GenerationId, Entry> open_;
    std::unordered_set<GenerationId> removed_;  // ids are never given again, so neither are files
    std::unordered_map<GenerationId, Error> damaged_;
    std::uint64_t uses_ = 0;

    // Asked for by the io_context with each upload: it must not wait for a file that is being
    // opened.
    mutable std::mutex failed_sync_lock_;
    std::optional<Error> failed_sync_;  // guarded by failed_sync_lock_
};

Result<std::shared_ptr<Generation>> Generations::Impl::open(
    const GenerationId& id, Expected expected
) {
    std::vector<Open> closing;  // outside the lock: closing writes the log back
    const std::lock_guard guard{lock_};
    if (removed_.contains(id)) return Error{Errc::removed, "generation " + id.str()};
    if (const auto found = damaged_.find(id); found != damaged_.end()) return found->second;
    auto& entry = open_[id];
    if (!entry.generation) {
        auto opened = open_file(id, expected);
        if (!opened) {
            open_.erase(id);
            return opened.error();
        }
        entry.generation = std::move(*opened);
    }
    entry.used = ++uses_;
    auto generation = entry.generation;
    closing = take_unused();
    return generation;
}

Result<Generations::Impl::Open> Generations::Impl::open_file(
    const GenerationId& id, Expected expected
) {
    const auto file = file_of(id);
    std::error_code failed;
    std::filesystem::create_directories(root_, failed);
    if (!std::filesystem::exists(file, failed) && !failed) {
        if (const auto aside = find_put_aside(file)) return put_aside_before(file, *aside);
        if (expected == Expected::is_there) return missing(file);
    }
    auto opened =
        Generation::open(file, writers_, [impl = weak_from_this(), id](const Error& fault) {
            if (const auto self = impl.lock()) self->note_fault(id, fault);
        });
    if (!opened && opened.error().code == Errc::damaged) put_aside(file);
    if (!opened && opened.error().code == Errc::sync_failed) note_failed_sync(opened.error());
    return opened;
}

void Generations::Impl::note_fault(const GenerationId& id, const Error& fault) {
    if (fault.code != Errc::damaged) return note_failed_sync(fault);
    const std::lock_guard guard{lock_};
    damaged_.emplace(id, fault);
    const auto found = open_.find(id);
    if (found == open_.end()) return;
    // Not here: who tells of the fault stands inside it.
    boost::asio::post(writers_, [held = std::move(found->second.generation)] {});
    open_.erase(found);
}

void Generations::Impl::note_failed_sync(const Error& failed) {
    const std::lock_guard guard{failed_sync_lock_};
    if (!failed_sync_) failed_sync_ = failed;
}

std::optional<Error> Generations::Impl::failed_sync() const {
    const std::lock_guard guard{failed_sync_lock_};
    return failed_sync_;
}

// The least recently used past the bound that nobody but us holds. Only open() hands them out, and
// it holds the lock, so whoever is unused here stays unused.
std::vector<Generations::Impl::Open> Generations::Impl::take_unused() {
    std::vector<Open> taken;
    while (open_.size() > open_max) {
        auto oldest = open_.end();
        for (auto it = open_.begin(); it != open_.end(); ++it) {
            if (it->second.generation.use_count() > 1) continue;
            if (oldest == open_.end() || it->second.used < oldest->second.used) oldest = it;
        }
        if (oldest == open_.end()) break;
        taken.push_back(std::move(oldest->second.generation));
        open_.erase(oldest);
    }
    return taken;
}

void Generations::Impl::drain() {
    std::unordered_map<GenerationId, Entry> open;
    {
        const std::lock_guard guard{lock_};
        open.swap(open_);
    }
    for (auto& [id, entry] : open) entry.generation->drain();
}

void Generations::Impl::remove(const GenerationId& id) {
    Open held;
    {
        const std::lock_guard guard{lock_};
        removed_.insert(id);
        if (damaged_.contains(id)) return;  // its file is put aside, not deleted
        const auto found = open_.find(id);
        if (found != open_.end()) {
            held = std::move(found->second.generation);
            open_.erase(found);
        }
    }
    // On the pool: the caller may be the catalog's writer, which others wait for.
    boost::asio::post(writers_, [held = std::move(held), file = file_of(id)] {
        if (held) {
            held->remove_when_closed();
        } else {
            remove_files(file);
        }
    });
}

void Generations::Impl::sweep(const std::vector<GenerationId>& keep) {
    std::error_code failed;
    std::unordered_set<GenerationId> unknown;
    for (const auto& file : std::filesystem::directory_iterator{root_, failed}) {
        const auto extension = file.path().extension();
        if (extension != ".db" && extension != ".db-wal" && extension != ".db-shm" &&
            extension != ".vectors")
            continue;
        const auto id = GenerationId::parse(file.path().stem().string());
        if (id && std::find(keep.begin(), keep.end(), *id) == keep.end()) unknown.insert(*id);
    }
    for (const auto& id : unknown) remove_files(file_of(id));
}

Generations::Generations(std::filesystem::path root, boost::asio::thread_pool& writers)
    : impl_{std::make_shared<Impl>(std::move(root), writers)} {}
Generations::~Generations() {
    impl_->drain();
}

Result<std::shared_ptr<Generation>> Generations::open(const GenerationId& id, Expected expected) {
    return impl_->open(id, expected);
}
std::optional<Error> Generations::failed_sync() const {
    return impl_->failed_sync();
}
void Generations::remove(const GenerationId& id) {
    impl_->remove(id);
}
boost::asio::thread_pool& Generations::writers() const {
    return impl_->writers();
}
void Generations::sweep(const std::vector<GenerationId>& keep) {
    impl_->sweep(keep);
}

}  // namespace ingestd::index
