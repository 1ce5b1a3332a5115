#include <utility>

#include <ingestd/sqlite/read_pool.hpp>

namespace ingestd::sqlite {

ReadPool::ReadPool(std::filesystem::path file, ConnectionSettings settings, Prepare prepare)
    : file_{std::move(file)}, settings_{settings}, prepare_{std::move(prepare)} {}

ReadPool::Lease ReadPool::lease() {
    {
        const std::lock_guard guard{lock_};
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection)};
        }
    }
    auto opened = Connection::open(file_, settings_);
    if (!opened) throw Failure{opened.error()};
    auto connection = std::make_unique<Connection>(std::move(*opened));
    if (prepare_) prepare_(*connection);
    return {*this, std::move(connection)};
}

void ReadPool::close_idle() {
    const std::lock_guard guard{lock_};
    idle_.clear();
}

ReadPool::Lease::Lease(ReadPool& pool, std::unique_ptr<Connection> connection)
    : pool_{&pool}, connection_{std::move(connection)} {}

ReadPool::Lease::~Lease() {
    if (!connection_) return;
    const std::lock_guard guard{pool_->lock_};
    if (pool_->idle_.size() < idle_max) pool_->idle_.push_back(std::move(connection_));
}

}  // namespace ingestd::sqlite
