// All or nothing: what is not committed is rolled back when the guard dies.
#pragma once

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::sqlite {

// A snapshot for readers: every statement until `close` sees the same commit.
class ReadTransaction {
public:
    explicit ReadTransaction(Connection& connection);
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction();

private:
    Connection& connection_;
};

// Takes the write lock at once, so that it cannot fail for it half way.
class WriteTransaction {
public:
    explicit WriteTransaction(Connection& connection);
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;
    ~WriteTransaction();

    // Synced when it returns.
    void commit();

private:
    Connection& connection_;
};

// A part of a transaction that can be taken back alone.
class Savepoint {
public:
    explicit Savepoint(Connection& connection);
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint();

    void keep();

private:
    Connection& connection_;
    bool is_kept_ = false;
};

}  // namespace ingestd::sqlite
