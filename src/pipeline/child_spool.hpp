// Documents that turn up inside of one that is being read, on their way to the catalog.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/records.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/pipeline/nesting.hpp>

namespace ingestd::pipeline {

// What goes to the catalog in one piece.
//   blobs  those that the records name: kept until the catalog has answered
struct ChildBatch {
    std::vector<catalog::DocumentRecord> records;
    std::vector<blobs::StagedBlob> blobs;
};

// Small ones are held until they are handed over, larger ones become blobs while they arrive. A
// child's key is `outer's key/its name`, with a number where the name was there before.
//   thread  a worker, one at a time; writes to the disk
//   memory  a batch: 1 MiB, and one small child
//   errors  ErrorThrown: what the disk denies
class ChildSpool {
public:
    //   outer  what it turns up in; its key as it stands in the collection
    //   known  how many of them an earlier try has handed over: these are passed over
    ChildSpool(
        blobs::BlobStore& blobs,
        catalog::DocumentRecord outer,
        std::uint64_t known,
        std::shared_ptr<NestingBudget> budget
    );
    ~ChildSpool();
    ChildSpool(const ChildSpool&) = delete;
    ChildSpool& operator=(const ChildSpool&) = delete;

    // Why the outer document must not go on, if it must not.
    std::optional<DocumentFailure> begin(extract::ChildBegins child);
    std::optional<DocumentFailure> add(std::string_view bytes);
    void end();

    bool is_full() const { return batch_.records.size() >= batch_max || held_bytes_ >= 1_MiB; }
    bool has_batch() const { return !batch_.records.empty(); }
    ChildBatch take();

    std::uint64_t found() const { return found_; }  // in this try, also those passed over

private:
    static constexpr std::size_t batch_max = 64;
    static constexpr std::size_t small_child_max = 64_KiB;

    bool is_known() const { return found_ <= known_; }
    std::string unique(std::string name);
    void spool(std::string_view bytes);

    blobs::BlobStore& blobs_;
    const catalog::DocumentRecord outer_;
    const std::uint64_t known_;
    const std::shared_ptr<NestingBudget> budget_;
    std::unordered_set<std::string> names_;
    std::uint64_t found_ = 0;

    // the child that is arriving
    catalog::DocumentRecord child_;
    std::string small_;
    std::optional<blobs::StagedBlob> large_;
    std::uint64_t bytes_taken_ = 0;

    ChildBatch batch_;
    std::size_t held_bytes_ = 0;
};

}  // namespace ingestd::pipeline
