// Whether ascending rows may be found, a filter walked beside them.
#pragma once

#include <algorithm>
#include <cstddef>

#include <ingestd/vector/vector_index.hpp>

namespace ingestd::vector {

// What a filter says of some neighbouring rows.
enum class Say { none, some, all };

// Pure. Rows are asked for in ascending order; what lies behind is forgotten.
class RowWalk {
public:
    explicit RowWalk(const Allowed* allowed)
        : kind_{allowed == nullptr ? Allowed::Kind::all : allowed->kind},
          runs_{allowed == nullptr ? std::span<const RowSet::Run>{} : allowed->rows.runs()} {}

    // Of all rows from `first` to `last`, which both may be there or not.
    Say asked(Row first, Row last) {
        if (kind_ == Allowed::Kind::all) return Say::all;
        const bool touches = advance(first) && runs_[at_].first <= last;
        const bool holds = touches && runs_[at_].first <= first && last <= runs_[at_].last;
        if (kind_ == Allowed::Kind::only) return holds ? Say::all : touches ? Say::some : Say::none;
        return holds ? Say::none : touches ? Say::some : Say::all;
    }
    // Of `only`, after none was said: the next row that is allowed; 0: there is none.
    Row next() const { return at_ < runs_.size() ? runs_[at_].first : 0; }
    bool skips() const { return kind_ == Allowed::Kind::only; }

    bool allows(Row row) { return asked(row, row) == Say::all; }

private:
    // To the first run that does not end before the row; false: there is none.
    bool advance(Row row) {
        if (at_ < runs_.size() && runs_[at_].last < row) {
            // Mostly the next one; far off after a jump.
            std::size_t step = 1;
            while (at_ + step < runs_.size() && runs_[at_ + step].last < row) step *= 2;
            const auto end =
                runs_.begin() + static_cast<std::ptrdiff_t>(std::min(at_ + step + 1, runs_.size()));
            const auto found = std::lower_bound(
                runs_.begin() + static_cast<std::ptrdiff_t>(at_),
                end,
                row,
                [](const RowSet::Run& run, Row wanted) { return run.last < wanted; }
            );
            at_ = static_cast<std::size_t>(found - runs_.begin());
        }
        return at_ < runs_.size();
    }

    const Allowed::Kind kind_;
    const std::span<const RowSet::Run> runs_;
    std::size_t at_ = 0;
};

}  // namespace ingestd::vector
