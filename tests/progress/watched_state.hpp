// Documents in every state, and a ProgressState of which all that is told is kept.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/progress/progress_state.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

namespace ingestd::progress::testing {

inline const UploadId one = upload(1);

inline DocumentProgress waiting(std::string filename, std::uint64_t bytes = 1000) {
    return {.filename = std::move(filename), .bytes = bytes};
}

// A document in work, of which `chunks` have been made and `indexed` committed.
struct Work {
    Status stage = Status::indexing;
    double part_read = 0.5;
    std::uint64_t chunked = 0;
    std::uint64_t indexed = 0;
    std::uint64_t bytes = 1000;
    std::string filename = "a.txt";
};
inline DocumentProgress working(const Work& work) {
    return {
        .filename = work.filename,
        .bytes = work.bytes,
        .stage = work.stage,
        .part_read = work.part_read,
        .chunks = {.chunked = work.chunked, .enriched = work.indexed, .indexed = work.indexed},
    };
}
inline DocumentProgress ended(Status stage, std::uint64_t chunks, std::string filename = "a.txt") {
    return working(
        {.stage = stage,
         .part_read = 1,
         .chunked = chunks,
         .indexed = chunks,
         .filename = std::move(filename)}
    );
}

// Keeps all that is told, in order.
class Watched {
public:
    explicit Watched(std::vector<DocumentProgress> documents, Told told_before = {})
        : state{one, std::move(documents), told_before} {
        keep({state.begin(at_ms(now))});
    }

    std::size_t update(std::size_t ordinal, const DocumentProgress& progress) {
        return keep(state.update(ordinal, progress, at_ms(++now)));
    }
    std::size_t add(std::vector<DocumentProgress> documents) {
        return keep(state.add(std::move(documents), at_ms(++now)));
    }
    std::size_t wait(std::optional<WaitingOn> reason) {
        return keep(state.wait(std::move(reason), at_ms(++now)));
    }
    std::size_t finish(Status outcome, std::optional<EventError> error = std::nullopt) {
        return keep(state.finish(outcome, std::move(error), at_ms(++now)));
    }
    std::size_t keep(const std::vector<ProgressBurst>& bursts) {
        const auto events = expand(bursts);
        told.insert(told.end(), events.begin(), events.end());
        return events.size();
    }

    std::vector<Status> states() const {
        std::vector<Status> passed;
        for (const auto& event : told) {
            if (passed.empty() || passed.back() != event.status) passed.push_back(event.status);
        }
        return passed;
    }
    const ProgressEvent& newest() const { return told.back(); }

    ProgressState state;
    std::vector<ProgressEvent> told;
    std::int64_t now = 0;
};

inline void check_nothing_goes_back(const std::vector<ProgressEvent>& told, Told before = {}) {
    for (const auto& event : told) {
        CHECK(event.seq == before.seq + 1);
        CHECK(event.permille >= before.permille);
        CHECK(event.current_chunk >= before.current_chunk);
        CHECK(event.current_chunk <= before.current_chunk + 1);
        CHECK(event.status >= before.status);
        CHECK(event.total_chunks >= event.current_chunk);
        CHECK((event.permille == 1000) == (event.status == Status::completed));
        before = {event.seq, event.permille, event.current_chunk, event.status};
    }
}

}  // namespace ingestd::progress::testing
