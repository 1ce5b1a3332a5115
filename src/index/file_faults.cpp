#include "file_faults.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/sqlite/errc.hpp>

#include "vector_mirror.hpp"

namespace ingestd::index {
namespace {

namespace fs = std::filesystem;

constexpr log::Logger logger{"index"};

constexpr std::string_view mark = ".damaged-";
constexpr std::string_view what_to_do =
    " Bring it back from a backup (ingestd restore), or build the collection anew: delete it, or"
    " upload with force_recreate. ingestd check tells more.";

// "2025-12-28T04-26-10.123456": a colon is not for file names everywhere.
std::string time_for_name() {
    auto text = format_timestamp(wall_now()).substr(0, 26);
    std::ranges::replace(text, ':', '-');
    return text;
}

}  // namespace

void put_aside(const fs::path& database) {
    const auto aside = database.string() + std::string{mark} + time_for_name();
    std::error_code failed;
    fs::rename(database, aside, failed);
    if (failed) {
        logger.error(
            "not_put_aside", kv("file", database.filename().string()), kv("why", failed.message())
        );
        return;
    }
    for (const auto* suffix : {"-wal", "-shm"}) {
        std::error_code none;  // there need not be one
        fs::rename(database.string() + suffix, aside + suffix, none);
    }
    fs::remove(vectors_file(database), failed);
    logger.error("put_aside", kv("file", fs::path{aside}.filename().string()));
}

std::optional<std::string> find_put_aside(const fs::path& database) {
    const auto prefix = database.filename().string() + std::string{mark};
    std::error_code failed;
    for (const auto& file : fs::directory_iterator{database.parent_path(), failed}) {
        auto name = file.path().filename().string();
        const bool is_log = name.ends_with("-wal") || name.ends_with("-shm");
        if (!is_log && name.starts_with(prefix)) return name;
    }
    return std::nullopt;
}

Error damaged(const fs::path& database, const std::string& why) {
    const auto name = database.filename().string();
    return {
        Errc::damaged,
        "The collection's file " + name + " is damaged (" + why + "). It is put aside as " + name +
            std::string{mark} + "TIME; nothing of it is deleted." + std::string{what_to_do}};
}

Error put_aside_before(const fs::path& database, const std::string& as) {
    return {
        Errc::damaged,
        "The collection's file " + database.filename().string() +
            " was found damaged and is put aside as " + as + "; nothing of it is deleted." +
            std::string{what_to_do}};
}

Error missing(const fs::path& database) {
    return {
        Errc::missing,
        "The collection's file " + database.filename().string() +
            " is missing, though documents had been written to it." + std::string{what_to_do}};
}

FileFaults::FileFaults(fs::path database, OnFault on_fault)
    : database_{std::move(database)}, on_fault_{std::move(on_fault)} {}

Error FileFaults::in_our_words(Error error) {
    const bool is_damage = error.code == sqlite::Errc::corrupt;
    const bool is_fault =
        is_damage ? !is_damaged.exchange(true) : error.code == sqlite::Errc::sync_failed;
    if (is_damage) error = damaged(database_, error.detail);
    if (error.code == sqlite::Errc::sync_failed || error.code == sqlite::Errc::closed)
        error.code = Errc::sync_failed;
    if (is_fault) {
        logger.error(
            is_damage ? "found_damaged" : "sync_failed",
            kv("file", database_.filename().string()),
            kv("why", error.detail)
        );
        if (on_fault_) on_fault_(error);
    }
    return error;
}

}  // namespace ingestd::index
