// Read connections to one file, so that any thread can read at the same time as the writer writes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::sqlite {

// Never waits: a reader that finds no idle connection opens one. So there are at most as many as
// threads that read at once; of those that are given back, `idle_max` stay open.
//   thread  any, at the same time
class ReadPool {
public:
    // Called once for each new connection (a tokenizer, a function to register).
    using Prepare = std::function<void(Connection&)>;

    ReadPool(std::filesystem::path file, ConnectionSettings settings, Prepare prepare = {});

    // A connection for the time of a call. REQUIRES: dies before the pool.
    class Lease {
    public:
        Lease(ReadPool& pool, std::unique_ptr<Connection> connection);
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        ReadPool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    // Throws Failure when the file cannot be opened (any more).
    Lease lease();

    // Closes those that are idle. The writer should be the last to close: only it can write the log
    // back into the file.
    void close_idle();

private:
    static constexpr std::size_t idle_max = 4;  // about the threads that read on a small machine

    const std::filesystem::path file_;
    const ConnectionSettings settings_;
    const Prepare prepare_;

    std::mutex lock_;
    std::vector<std::unique_ptr<Connection>> idle_;  // guarded by lock_
};

}  // namespace ingestd::sqlite
