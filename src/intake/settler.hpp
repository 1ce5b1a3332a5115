// Where the bytes of an upload's documents will stay.
#pragma once

#include <cstdint>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::disk {
class Space;
}

namespace ingestd::intake {

// The documents of an upload, each with its key, its hash, and its bytes in the catalog's hands
// (`body`) or published as a blob.
//   published  kept until the catalog has answered: nobody removes these blobs meanwhile
struct Settled {
    std::vector<catalog::DocumentRecord> records;
    std::vector<blobs::StagedBlob> published;

    std::vector<Sha256> blobs() const;
};

//   thread  any coroutine; answers on the caller's executor
class Settler {
public:
    //   space  what is refused when there is too little room; null: only when the disk is full
    Settler(
        blobs::BlobStore& blobs,
        const catalog::Catalog& catalog,
        boost::asio::thread_pool& pool,
        disk::Space* space
    );

    //   errors  disk::Errc, blobs::Errc
    boost::asio::awaitable<Result<Settled>> settle(std::vector<UploadDocument> documents) const;

    // What was published for an upload that did not come to be goes again, where nobody else has
    // it.
    boost::asio::awaitable<void> take_back(std::vector<Sha256> published) const;

private:
    blobs::BlobStore& blobs_;
    const catalog::Catalog& catalog_;
    boost::asio::thread_pool& pool_;
    disk::Space* const space_;
};

}  // namespace ingestd::intake
