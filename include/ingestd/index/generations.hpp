// The generations' files, opened when asked for and closed when unused.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/index/generation.hpp>

namespace ingestd::index {

// Whether a generation's file has been written before, as the catalog knows it.
//   may_be_new  it is made when there is none
//   is_there    that it is gone is an error; an empty one must not take its place
enum class Expected { may_be_new, is_there };
constexpr Expected expected_where(bool is_written) {
    return is_written ? Expected::is_there : Expected::may_be_new;
}

// ROOT/<generation id>.db. Few are open: the least recently used that nobody holds is closed.
//   thread  pool; any at the same time
class Generations {
public:
    Generations(std::filesystem::path root, boost::asio::thread_pool& writers);
    ~Generations();

    // The caller holds it while it works. A file that is damaged, or turns out to be, is put aside
    // by name once nobody holds it; that generation is not opened again.
    //   errors  Errc::{removed, damaged, missing}; sqlite's codes
    Result<std::shared_ptr<Generation>> open(
        const GenerationId& id, Expected expected = Expected::may_be_new
    );

    // Deletes the file once nobody holds it; those who hold it go on undisturbed.
    void remove(const GenerationId& id);

    // Of the first sync that failed in any of them: what is on disk is unknown until the process
    // starts again.
    std::optional<Error> failed_sync() const;

    // Where blocking work on generations can be done by who must not block.
    boost::asio::thread_pool& writers() const;

    // Deletes files of generations that are not in `keep`, also what a deletion that was cut off
    // has left of one. At start, before any is open. Files of other names are passed over.
    void sweep(const std::vector<GenerationId>& keep);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;  // what is still open may tell it of a fault
};

}  // namespace ingestd::index
