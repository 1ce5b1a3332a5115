// What a sync says of what it does: lines for a person, or JSON lines.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <ingestd/client/console.hpp>
#include <ingestd/client/server_lists.hpp>
#include <ingestd/client/sync_plan.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::client {

// How many documents of the folder came to what, in one look at it.
struct SyncCounts {
    std::size_t sent = 0;
    std::size_t removed = 0;
    std::size_t unchanged = 0;
    std::size_t failed = 0;
    std::size_t failed_before = 0;  // not sent again
    std::size_t foreign = 0;        // somebody else's in the collection, left alone
    std::size_t unread = 0;
    std::size_t held_back = 0;  // removals that a person has to agree to

    bool did_something() const { return sent + removed + failed > 0; }
    bool is_whole() const { return failed + failed_before + foreign + unread + held_back == 0; }

    friend bool operator==(const SyncCounts&, const SyncCounts&) = default;
};

// "3 sent, 1 removed, 120 unchanged", and what else there is to say. Pure.
std::string summary_line(const SyncCounts& counts, bool is_dry_run);

// Actions go to the standard output. So do problems as JSON; in words they go to the standard
// error. A problem that stands from one look to the next is told once.
class SyncReport {
public:
    SyncReport(Console& console, bool is_json, bool is_dry_run)
        : console_{console}, is_json_{is_json}, is_dry_run_{is_dry_run} {}

    void sent(const LocalDocument& document, Change change, const std::string& upload_id);
    void removed(const RemoteDocument& document);

    //   keeps_older  the collection goes on with the version before
    void failed(const UploadResult& result, bool keeps_older);
    void failed_before(const UploadHistory::Known& known);
    void foreign(const std::string& name);
    void unread(const std::string& path, const std::string& why);
    void skipped(const std::string& path, const std::string& why);
    void held_back(const SyncPlan& plan, const std::string& source);
    void note(const std::string& words);  // on the standard error, also beside JSON

    void summary(const SyncCounts& counts);
    // A look has ended: what it did not tell may be told anew.
    void end_look();

private:
    void tell(const nlohmann::ordered_json& action, const std::string& line);
    void tell_problem(const nlohmann::ordered_json& action, const std::string& line);

    Console& console_;
    const bool is_json_;
    const bool is_dry_run_;
    std::set<std::string> told_before_;
    std::set<std::string> told_;
};

}  // namespace ingestd::client
