// What becomes of a generation's file that is not what was written, or cannot be promised.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include <ingestd/base/result.hpp>

namespace ingestd::index {

// Renames a database with its log to NAME.damaged-TIME beside it, so that nothing is lost that
// somebody may still get out of it, and nothing is written to it any more.
//   errors  logged: then it stays where it is, and is found damaged again
void put_aside(const std::filesystem::path& database);

// The name of one that was put aside before; nullopt: there is none.
std::optional<std::string> find_put_aside(const std::filesystem::path& database);

// Errc::{damaged, missing} with words that tell what to do.
Error damaged(const std::filesystem::path& database, const std::string& why);
Error put_aside_before(const std::filesystem::path& database, const std::string& as);
Error missing(const std::filesystem::path& database);

// Looks at every failure of one open file. Shared by all who may meet one; its writer's last
// answers may come after the generation is gone.
//   thread  any
class FileFaults {
public:
    // Told once that the file is damaged, and each time that a sync failed.
    using OnFault = std::function<void(const Error&)>;

    FileFaults(std::filesystem::path database, OnFault on_fault);

    // The failure in this room's words.
    Error in_our_words(Error error);

    std::atomic<bool> is_damaged{false};

private:
    const std::filesystem::path database_;
    const OnFault on_fault_;
};

}  // namespace ingestd::index
