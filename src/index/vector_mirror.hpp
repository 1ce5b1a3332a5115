// A generation's vectors as they are searched: the mapped file of codes that follows the database.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd/vector/vector_index.hpp>

namespace ingestd::index {

// The file beside a generation's database.
std::filesystem::path vectors_file(const std::filesystem::path& database);

// Derived: whatever is wrong with it, it is made anew from the database.
//   thread  follow(), open() and catch_up() one at a time; index() any, at the same time
class VectorMirror {
public:
    explicit VectorMirror(std::filesystem::path database) : path_{vectors_file(database)} {}
    VectorMirror(const VectorMirror&) = delete;
    VectorMirror& operator=(const VectorMirror&) = delete;
    ~VectorMirror();

    // Notes from now on which vectors this connection writes and deletes.
    // REQUIRES: this outlives the connection
    void follow(sqlite::Connection& writer);

    // Makes it equal to the database.
    Result<void> open(sqlite::Connection& connection);

    // After a commit: what was noted is found, or found no longer, from now on. What fails (a full
    // disk) is logged, and made up for after a later commit.
    void catch_up(sqlite::Connection& reader);
    bool is_behind() const { return is_behind_; }

    // Null: there are no vectors yet.
    std::shared_ptr<vector::VectorIndex> index() const;

private:
    static void note(void* self, int operation, const char*, const char* table, std::int64_t row);

    Result<void> append_new(sqlite::Connection& reader);
    Result<void> remove_deleted(sqlite::Connection& reader);
    Result<void> settle();

    const std::filesystem::path path_;

    // Of the writer's thread.
    std::vector<std::int64_t> deleted_;
    std::uint64_t unsynced_ = 0;  // vectors
    bool has_failed_ = false;     // it may lack any row
    std::atomic<bool> is_behind_ = false;

    mutable std::mutex lock_;
    std::shared_ptr<vector::VectorIndex> index_;  // guarded by lock_
};

}  // namespace ingestd::index
