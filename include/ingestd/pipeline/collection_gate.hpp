// Which uploads may work on a collection at the same time.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include <ingestd/base/id.hpp>

namespace ingestd::pipeline {

// shared: adds to the current generation; exclusive: builds the next one (force_recreate)
enum class Access { shared, exclusive };

// First come, first served: any number of shared ones, or a single exclusive one. So an upload that
// was acknowledged while a new generation is being built waits and then writes that one, and two
// that both build are ordered. Pure.  thread: one at a time (the scheduler's lock guards it)
class CollectionGate {
public:
    // Whether it is in at once; otherwise a later leave() names it.
    bool enter(const std::string& collection, const UploadId& upload, Access access);

    // Those that must end before it is in; empty when it does not wait.
    std::vector<UploadId> waited_for(const std::string& collection, const UploadId& upload) const;

    // It has ended, or waits no longer. The answer: those that are in from now on.
    std::vector<UploadId> leave(const std::string& collection, const UploadId& upload);

private:
    struct Place {
        UploadId upload;
        Access access;
    };
    struct Line {
        std::vector<Place> inside;
        std::deque<Place> waiting;
    };
    static bool may_enter(const Line& line, Access access);

    std::unordered_map<std::string, Line> lines_;
};

}  // namespace ingestd::pipeline
