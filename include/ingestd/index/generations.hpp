// The generations' files, opened when asked for and closed when unused.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/index/generation.hpp>

namespace ingestd::index {

// ROOT/<generation id>.db. Few are open: the least recently used that nobody holds is closed.
//   thread  pool; any at the same time
class Generations {
public:
    Generations(std::filesystem::path root, boost::asio::thread_pool& writers);
    ~Generations();

    // The caller holds it while it works; made when there is no file yet.
    Result<std::shared_ptr<Generation>> open(const GenerationId& id);

    // Whether it has been written to.
    bool exists(const GenerationId& id) const;

    // Deletes the file once nobody holds it; those who hold it go on undisturbed.
    void remove(const GenerationId& id);

    // Where blocking work on generations can be done by who must not block.
    boost::asio::thread_pool& writers() const;

    // Deletes files of generations that are not in `keep`, also what a deletion that was cut off
    // has left of one. At start, before any is open. Files of other names are passed over.
    void sweep(const std::vector<GenerationId>& keep);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::index
