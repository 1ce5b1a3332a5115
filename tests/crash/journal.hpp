// What was sent and what the server promised, kept outside of the server: what it is held to.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "made_document.hpp"

namespace ingestd::crash {

// What an upload does to its collection.
enum class Kind {
    adds,       // documents under names of their own
    replaces,   // one document, under a name that was there before
    recreates,  // force_recreate
};

struct SentDocument {
    std::string filename;
    Recipe recipe;
};

// One request.
//   id          empty: its 202 was not received. The upload may exist then, or not
//   is_checked  was found whole; need not be looked at again
struct SentUpload {
    enum class Answer { none, accepted, refused };

    Kind kind = Kind::adds;
    std::string collection = {};
    std::vector<SentDocument> documents = {};
    Answer answer = Answer::none;
    std::string id = {};
    std::size_t client = 0;
    bool is_checked = false;
};

//   thread  any; all() when no client runs
class Journal {
public:
    // Numbers for recipes.
    unsigned next_number();

    // Noted before it is sent; the answer is its place.
    std::size_t note_sent(SentUpload upload);
    void note_accepted(std::size_t place, std::string id);
    void note_refused(std::size_t place, unsigned status);
    void note_checked(std::size_t place);

    // What went wrong, with what it was seen at.
    void fail(const std::string& what);
    void add_checks(std::size_t count);
    // Counts a check; false is a failure.
    bool check(bool holds, const std::string& otherwise);

    std::vector<SentUpload> all() const;
    std::vector<std::string> failures() const;
    std::size_t checks() const;
    std::map<unsigned, std::size_t> refusals() const;  // how many, by status

private:
    mutable std::mutex lock_;
    // guarded by lock_
    unsigned numbers_ = 0;
    std::vector<SentUpload> uploads_;
    std::vector<std::string> failures_;
    std::map<unsigned, std::size_t> refusals_;
    std::size_t checks_ = 0;
};

}  // namespace ingestd::crash
