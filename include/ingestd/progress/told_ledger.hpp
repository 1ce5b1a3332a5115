// What was told of each unfinished upload, so that nothing goes back after a crash.
//
// The file is an array of 64-byte places in the machine's byte order, the first of which is the
// head:
//
//   head      0   8  "ingtold1"
//             8   4  bytes of a place: 64 (read as another number where the byte order differs)
//            12  52  zero
//   place     0  16  upload id
//            16   8  seq
//            24   8  current_chunk
//            32   4  permille, 0..1000
//            36   1  status, as the enum's value: never to be renumbered
//            37   1  0xA5: in use; 0: free
//            38  26  zero
//
// A place is valid when it is in use and permille and status are within bounds. It lies within one
// page and is written without a lock or a sync: in use last, free first. A process that is killed
// in the middle leaves some numbers of the newer event and some of the older. As none of them ever
// falls, that still is not behind anything that was told, since an event is offered only after
// it has been written here. A loss of power may leave an older place, or none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <unordered_map>
#include <vector>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/progress/progress_state.hpp>

namespace ingestd::progress {

// A memory-mapped file: noting costs a few stores and no system call, except where it grows.
//   thread  one at a time
//   owns    the mapping; the file stays. One process at a time: whoever holds the data directory
class ToldLedger {
public:
    // Opens the file or makes it. One that is damaged or not ours is put aside as `PATH.damaged`
    // and made anew, with a line in the log.
    //   errors  errno: the file cannot be opened, grown or mapped
    static Result<ToldLedger> open(const std::filesystem::path& path);

    ToldLedger(ToldLedger&& other) noexcept;
    ToldLedger& operator=(ToldLedger&& other) noexcept;
    ~ToldLedger();

    // Writes what is about to be told.
    //   errors  errno: the file is full and cannot grow; what stood there still stands
    Result<void> note(const UploadId& upload, const Told& told);

    // Frees the upload's place, if it has one.
    void release(const UploadId& upload);

    std::unordered_map<UploadId, Told> read_all() const;

private:
    ToldLedger(UniqueFd file, std::span<std::byte> mapped);

    static Result<std::span<std::byte>> map(int file, std::size_t bytes);
    Result<void> grow();
    void find_places();
    std::byte* at(std::size_t place) const;

    UniqueFd file_;
    std::span<std::byte> mapped_;
    std::unordered_map<UploadId, std::size_t> places_;  // in use
    std::vector<std::size_t> free_;
};

}  // namespace ingestd::progress
