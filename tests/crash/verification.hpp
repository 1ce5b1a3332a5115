// Holds a server, and what it leaves on disk, to what it promised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "journal.hpp"
#include "seen_events.hpp"

namespace ingestd::crash {

// Every check is counted in the journal, and what does not hold is a failure there.
//   thread  one, while no client runs
class Verification {
public:
    Verification(Journal& journal, SeenEvents& seen) : journal_{journal}, seen_{seen} {}

    // What has not been looked at yet.
    void check_new(std::uint16_t port) { check(port, false); }
    // Everything that was ever sent, once more, and that nothing else is there.
    void check_all(std::uint16_t port) { check(port, true); }

    // REQUIRES: the server has been stopped in order, with nothing in work.
    void check_files(const std::filesystem::path& data_dir);

    std::size_t documents() const;  // found whole
    std::size_t chunks() const;

private:
    // A document of an upload where it is in a collection.
    struct Place {
        std::string collection;
        std::string document_id;
        SentDocument sent;
    };
    struct Counts {
        std::size_t documents = 0;
        std::size_t chunks = 0;
    };

    void check(std::uint16_t port, bool again);
    void wait_for_ends(const std::vector<SentUpload>& uploads);
    void wait_for_end(const std::string& upload);
    json check_end(const SentUpload& upload);
    void check_added(const SentUpload& upload);
    void check_versions(const std::vector<SentUpload>& uploads, bool again);
    void check_editions(const std::vector<SentUpload>& uploads);
    bool check_edition(const std::vector<const SentUpload*>& candidates, const json& documents);
    void check_counts(const std::string& collection);
    void check_whole(const Place& place);
    void check_markers(const Place& place, const std::vector<std::string>& markers);
    std::size_t check_chunks(const Place& place);
    void check_text(const Place& place, const std::string& content);

    json get(const std::string& target);
    json hits(const std::string& collection, const std::string& word);
    // Where a document is that nobody told us of; empty: it is not there.
    std::string find(const std::string& collection, const SentDocument& document);

    Journal& journal_;
    SeenEvents& seen_;
    std::uint16_t port_ = 0;
    std::map<std::string, Counts> found_;  // by collection
    std::set<std::string> collections_;
};

}  // namespace ingestd::crash
