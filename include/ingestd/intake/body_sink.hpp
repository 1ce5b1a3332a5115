// Takes one body as it streams in: kept in memory while it is small, spooled to disk and hashed
// past that.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::disk {
class Space;
}

namespace ingestd::intake {

// Up to here a body travels into the catalog's own transaction: one sync for many.
inline constexpr std::size_t small_body_max = 64_KiB;

//   thread  one coroutine; disk work runs on the pool
//   memory  at most small_body_max
class BodySink {
public:
    //   space  asked before each write to disk; null: only a disk that is full is in the way
    BodySink(blobs::BlobStore& blobs, boost::asio::thread_pool& pool, disk::Space* space = nullptr);

    //   errors  disk::Errc: the reserve would not be left; blobs::Errc::disk_full and errno
    boost::asio::awaitable<Result<void>> write(std::span<const std::byte> bytes);

    // What came. Once.
    Content finish();

private:
    blobs::BlobStore* blobs_;
    boost::asio::thread_pool* pool_;
    disk::Space* space_;
    std::string small_;
    std::optional<blobs::StagedBlob> staged_;
};

}  // namespace ingestd::intake
