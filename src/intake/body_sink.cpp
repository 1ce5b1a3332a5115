#include <ingestd/base/on_pool.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/intake/body_sink.hpp>

namespace ingestd::intake {
namespace asio = boost::asio;

BodySink::BodySink(blobs::BlobStore& blobs, asio::thread_pool& pool, disk::Space* space)
    : blobs_{&blobs}, pool_{&pool}, space_{space} {}

asio::awaitable<Result<void>> BodySink::write(std::span<const std::byte> bytes) {
    if (!staged_ && small_.size() + bytes.size() <= small_body_max) {
        small_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        co_return Result<void>{};
    }
    auto spool = [this, bytes]() -> Result<void> {
        if (space_) {
            if (auto taken = space_->take(small_.size() + bytes.size()); !taken) return taken;
        }
        if (!staged_) {
            auto staged = blobs_->stage();
            if (!staged) return staged.error();
            staged_.emplace(std::move(*staged));
            if (auto appended = staged_->append(std::as_bytes(std::span{small_})); !appended)
                return appended;
            small_ = {};
        }
        return staged_->append(bytes);
    };
    co_return co_await on_pool(*pool_, std::move(spool));
}

Content BodySink::finish() {
    if (staged_) return std::move(*staged_);
    return std::move(small_);
}

}  // namespace ingestd::intake
