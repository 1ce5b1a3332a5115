#include "engines.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include <faiss/IndexFlat.h>
#include <ingestd/vector/vector_index.hpp>
#include <sqlite3.h>

namespace ingestd::bench {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// As little of SQLite as this takes; a failure ends the program.
class Database {
public:
    explicit Database(const std::filesystem::path& path) {
        if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) fail();
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() {
        for (auto* statement : statements_) sqlite3_finalize(statement);
        sqlite3_close(database_);
    }

    void load(const std::filesystem::path& extension) {
        sqlite3_enable_load_extension(database_, 1);
        if (sqlite3_load_extension(database_, extension.c_str(), nullptr, nullptr) != SQLITE_OK) {
            fail();
        }
    }
    void run(const std::string& sql) {
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }
    // Finalized with the database.
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            fail();
        }
        return statements_.emplace_back(statement);
    }
    // Whether there is a row.
    bool step(sqlite3_stmt* statement) {
        const int told = sqlite3_step(statement);
        if (told != SQLITE_ROW && told != SQLITE_DONE) fail();
        return told == SQLITE_ROW;
    }

private:
    [[noreturn]] void fail() { throw std::runtime_error{sqlite3_errmsg(database_)}; }

    sqlite3* database_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
};

template <class T>
void bind_blob(sqlite3_stmt* statement, int place, std::span<const T> values) {
    sqlite3_bind_blob(
        statement, place, values.data(), static_cast<int>(values.size_bytes()), SQLITE_STATIC
    );
}

template <class ToBlob>
void insert_all(
    Database& database, const MadeVectors& vectors, const std::string& insert, const ToBlob& to_blob
) {
    database.run("BEGIN");
    auto* statement = database.prepare(insert);
    for (std::size_t i = 1; i <= vectors.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i);
        const auto blob = to_blob(vectors.of(row));
        sqlite3_bind_int64(statement, 1, row);
        bind_blob(statement, 2, std::span{blob});
        database.step(statement);
        sqlite3_reset(statement);
    }
    database.run("COMMIT");
}

class Ingestd final : public Engine {
public:
    Ingestd(const MadeVectors& vectors, const std::filesystem::path& directory, std::size_t threads)
        : threads_{threads}, database_{directory / "truth.db"} {
        database_.run("CREATE TABLE IF NOT EXISTS vectors (row INTEGER PRIMARY KEY, vector BLOB)");
        auto* count = database_.prepare("SELECT count(*) FROM vectors");
        database_.step(count);
        if (sqlite3_column_int64(count, 0) == 0) {
            insert_all(database_, vectors, "INSERT INTO vectors VALUES (?, ?)", [](auto same) {
                return same;
            });
        }
        find_ = database_.prepare("SELECT vector FROM vectors WHERE row = ?");
        start(vectors, directory / "vectors");
    }

    std::string name() const override {
        return threads_ == 1 ? "ingestd" : "ingestd, " + std::to_string(threads_) + " threads";
    }

    std::vector<std::int64_t> nearest(std::span<const float> query, std::size_t limit) override {
        const auto fetch = [this](vector::Row row, std::span<float> into) {
            sqlite3_bind_int64(find_, 1, row);
            const bool found = database_.step(find_);
            if (found) std::memcpy(into.data(), sqlite3_column_blob(find_, 0), into.size_bytes());
            sqlite3_reset(find_);
            return found;
        };
        const auto nearest =
            index_->nearest({.vector = query, .limit = limit, .threads = threads_}, fetch).value();
        if (!nearest.is_exact) throw std::runtime_error{"ingestd: not exact"};
        std::vector<std::int64_t> rows;
        for (const auto& hit : nearest.hits) rows.push_back(hit.row);
        return rows;
    }

private:
    void start(const MadeVectors& vectors, const std::filesystem::path& path) {
        std::vector<vector::Row> stored(vectors.size());
        std::iota(stored.begin(), stored.end(), vector::Row{1});
        const vector::VectorIndex::Settings settings{.dimension = vectors.dimension};
        {
            const auto begin = Clock::now();
            const auto index = vector::VectorIndex::open(path, settings).value();
            const auto missing = index->reconcile(stored).value();
            for (const auto row : missing) index->append(row, vectors.of(row)).value();
            if (!missing.empty()) {
                const auto us = 1000 * ms_since(begin) / static_cast<double>(missing.size());
                std::printf("ingestd: appended in %.1f us each\n", us);
            }
        }
        const auto begin = Clock::now();
        index_ = vector::VectorIndex::open(path, settings).value();
        index_->reconcile(stored).value();
        std::printf("ingestd: ready %.1f ms after a restart\n", ms_since(begin));
    }

    const std::size_t threads_;
    Database database_;
    sqlite3_stmt* find_ = nullptr;
    std::unique_ptr<vector::VectorIndex> index_;
};

class Faiss final : public Engine {
public:
    explicit Faiss(const MadeVectors& vectors) : index_{static_cast<int>(vectors.dimension)} {
        index_.add(static_cast<faiss::Index::idx_t>(vectors.size()), vectors.components.data());
    }

    std::string name() const override { return "faiss IndexFlatIP"; }

    std::vector<std::int64_t> nearest(std::span<const float> query, std::size_t limit) override {
        std::vector<float> scores(limit);
        std::vector<faiss::Index::idx_t> places(limit);
        const auto wanted = static_cast<faiss::Index::idx_t>(limit);
        index_.search(1, query.data(), wanted, scores.data(), places.data());
        std::vector<std::int64_t> rows;
        for (const auto place : places) rows.push_back(place + 1);
        return rows;
    }

private:
    faiss::IndexFlatIP index_;
};

class SqliteVec final : public Engine {
public:
    SqliteVec(
        const MadeVectors& vectors,
        const std::filesystem::path& directory,
        const std::filesystem::path& extension,
        Storage storage
    )
        : storage_{storage}, database_{directory / (name() + ".db")} {
        database_.load(extension);
        const bool is_int8 = storage == Storage::int8;
        const std::string function = is_int8 ? "vec_int8(?)" : "?";
        database_.run(
            std::string{"CREATE VIRTUAL TABLE vectors USING vec0(vector "} +
            (is_int8 ? "int8" : "float") + "[" + std::to_string(vectors.dimension) + "])"
        );
        for (const float component : vectors.components) {
            largest_ = std::max(largest_, std::abs(component));
        }
        const auto insert = "INSERT INTO vectors (rowid, vector) VALUES (?, " + function + ")";
        if (is_int8) {
            insert_all(database_, vectors, insert, [this](auto vector) { return to_int8(vector); });
        } else {
            insert_all(database_, vectors, insert, [](auto same) { return same; });
        }
        find_ = database_.prepare(
            "SELECT rowid FROM vectors WHERE vector MATCH " + function +
            " AND k = ? ORDER BY distance"
        );
    }

    std::string name() const override {
        return storage_ == Storage::int8 ? "sqlite-vec int8" : "sqlite-vec float";
    }

    std::vector<std::int64_t> nearest(std::span<const float> query, std::size_t limit) override {
        const auto codes = to_int8(query);
        if (storage_ == Storage::int8) {
            bind_blob(find_, 1, std::span{codes});
        } else {
            bind_blob(find_, 1, query);
        }
        sqlite3_bind_int64(find_, 2, static_cast<std::int64_t>(limit));
        std::vector<std::int64_t> rows;
        while (database_.step(find_)) rows.push_back(sqlite3_column_int64(find_, 0));
        sqlite3_reset(find_);
        return rows;
    }

private:
    std::vector<std::int8_t> to_int8(std::span<const float> vector) const {
        std::vector<std::int8_t> codes;
        for (const float component : vector) {
            const auto code = std::clamp(std::round(component / largest_ * 127), -127.F, 127.F);
            codes.push_back(static_cast<std::int8_t>(code));
        }
        return codes;
    }

    const Storage storage_;
    Database database_;
    float largest_ = 0;
    sqlite3_stmt* find_ = nullptr;
};

}  // namespace

std::unique_ptr<Engine> make_ingestd(
    const MadeVectors& vectors, const std::filesystem::path& directory, std::size_t threads
) {
    return std::make_unique<Ingestd>(vectors, directory, threads);
}

std::unique_ptr<Engine> make_faiss(const MadeVectors& vectors) {
    return std::make_unique<Faiss>(vectors);
}

std::unique_ptr<Engine> make_sqlite_vec(
    const MadeVectors& vectors,
    const std::filesystem::path& directory,
    const std::filesystem::path& extension,
    Storage storage
) {
    return std::make_unique<SqliteVec>(vectors, directory, extension, storage);
}

}  // namespace ingestd::bench
