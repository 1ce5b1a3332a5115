#include "vector_mirror.hpp"

#include <string_view>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/sqlite/errc.hpp>
#include <ingestd/vector/errc.hpp>
#include <ingestd_sql/index.hpp>
#include <sqlite3.h>

#include "vectors.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

constexpr log::Logger logger{"index"};

// Vectors that a power cut may cost: they are read from the database again.
constexpr std::uint64_t synced_after = 16'384;

std::vector<vector::Row> stored_rows(Connection& connection) {
    std::vector<vector::Row> rows;
    auto list = connection.query(sql::list_vector_rows);
    while (list.step()) rows.push_back(list.integer(0));
    std::ranges::sort(rows);
    return rows;
}

}  // namespace

std::filesystem::path vectors_file(const std::filesystem::path& database) {
    auto file = database;
    return file.replace_extension(".vectors");
}

VectorMirror::~VectorMirror() {
    if (index_ && unsynced_ > 0) static_cast<void>(index_->sync());
}

void VectorMirror::note(
    void* self, int operation, const char*, const char* table, std::int64_t row
) {
    if (std::string_view{table} != "vectors") return;
    auto& mirror = *static_cast<VectorMirror*>(self);
    if (operation == SQLITE_DELETE) mirror.deleted_.push_back(row);
    mirror.is_behind_ = true;
}

void VectorMirror::follow(Connection& writer) {
    // SQLite's row is a long long, which is the same on every machine this runs on.
    sqlite3_update_hook(
        writer.handle(),
        [](void* self, int operation, const char* database, const char* table, sqlite3_int64 row) {
            note(self, operation, database, table, row);
        },
        this
    );
}

Result<void> VectorMirror::open(Connection& connection) {
    const auto embedding = find_embedding(connection);
    if (!embedding || embedding->dimension == 0) return {};
    const vector::VectorIndex::Settings settings{.dimension = embedding->dimension};
    auto opened = vector::VectorIndex::open(path_, settings);
    if (!opened && opened.error().code == vector::Errc::needs_rebuilding) {
        logger.info("vectors_rebuilt", kv("file", path_.filename().string()));
        opened = vector::VectorIndex::create(path_, settings);
    }
    if (!opened) return opened.error();
    const std::shared_ptr<vector::VectorIndex> index = std::move(*opened);
    const auto missing = index->reconcile(stored_rows(connection));
    if (!missing) return missing.error();
    std::vector<float> vector(index->dimension());
    for (const auto row : *missing) {
        auto found = connection.query(sql::find_vector);
        found.bind(":row", row);
        if (!found.step() || !read_vector(found.text(0), vector)) continue;
        if (auto appended = index->append(row, vector); !appended) return appended.error();
    }
    // Few are found missing again after a power cut, for less than the syncs cost.
    unsynced_ += missing->size();
    if (unsynced_ >= synced_after) {
        unsynced_ = 0;
        if (auto synced = index->sync(); !synced) return synced.error();
    }
    const std::lock_guard guard{lock_};
    index_ = index;
    return {};
}

void VectorMirror::catch_up(Connection& reader) {
    if (!is_behind_) return;
    const auto caught_up = sqlite::as_result([&]() -> Result<void> {
        if (has_failed_ || !index()) {
            if (auto opened = open(reader); !opened) return opened;
            deleted_.clear();
            return {};
        }
        if (auto removed = remove_deleted(reader); !removed) return removed;
        if (auto appended = append_new(reader); !appended) return appended;
        return settle();
    });
    is_behind_ = has_failed_ = !caught_up;
    if (!caught_up) logger.warn("vectors_lag", kv("why", caught_up.error().detail));
}

// One that was rolled back is still there.
Result<void> VectorMirror::remove_deleted(Connection& reader) {
    for (const auto row : std::exchange(deleted_, {})) {
        auto found = reader.query(sql::find_vector);
        found.bind(":row", row);
        if (!found.step()) index_->remove(row);
    }
    return {};
}

Result<void> VectorMirror::append_new(Connection& reader) {
    std::vector<float> vector(index_->dimension());
    auto list = reader.query(sql::list_vectors_after);
    list.bind(":row", index_->last_row());
    while (list.step()) {
        if (!read_vector(list.text(1), vector)) continue;
        if (auto appended = index_->append(list.integer(0), vector); !appended)
            return appended.error();
        ++unsynced_;
    }
    return {};
}

Result<void> VectorMirror::settle() {
    if (index_->wants_compaction()) {
        if (auto compacted = index_->compact(); !compacted) return compacted;
    }
    if (unsynced_ < synced_after) return {};
    unsynced_ = 0;
    return index_->sync();
}

std::shared_ptr<vector::VectorIndex> VectorMirror::index() const {
    const std::lock_guard guard{lock_};
    return index_;
}

}  // namespace ingestd::index
