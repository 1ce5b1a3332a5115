#include <ingestd/base/fault_point.hpp>
#include <ingestd/sqlite/transaction.hpp>

namespace ingestd::sqlite {
namespace {

const FaultPoint before_commit{"sqlite.commit.before"};
const FaultPoint committed{"sqlite.commit.done"};

// SQLite itself rolls back on some failures (disk full, I/O); then there is nothing left to end.
// In a destructor a failure to roll back changes nothing: the file never saw the transaction.
void end_quietly(Connection& connection, const char* script) {
    if (!connection.in_transaction()) return;
    try {
        connection.execute(script);
    } catch (const Failure&) {
    }
}

}  // namespace

ReadTransaction::ReadTransaction(Connection& connection) : connection_{connection} {
    connection_.query("BEGIN").run();
}
ReadTransaction::~ReadTransaction() {
    end_quietly(connection_, "COMMIT");
}

WriteTransaction::WriteTransaction(Connection& connection) : connection_{connection} {
    connection_.query("BEGIN IMMEDIATE").run();
}
WriteTransaction::~WriteTransaction() {
    end_quietly(connection_, "ROLLBACK");
}
void WriteTransaction::commit() {
    before_commit.pass();
    connection_.query("COMMIT").run();
    committed.pass();
}

Savepoint::Savepoint(Connection& connection) : connection_{connection} {
    connection_.query("SAVEPOINT job").run();
}
Savepoint::~Savepoint() {
    if (!is_kept_) end_quietly(connection_, "ROLLBACK TO job; RELEASE job");
}
void Savepoint::keep() {
    connection_.query("RELEASE job").run();
    is_kept_ = true;
}

}  // namespace ingestd::sqlite
