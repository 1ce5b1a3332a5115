#include "scan.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <exception>
#include <thread>

#include "reaching.hpp"
#include "row_walk.hpp"

namespace ingestd::vector {
namespace {

// No more than these of a block are looked at one by one.
constexpr int sparse_max = 12;
// After so many blocks that a filter leaves out, the next slot is searched for.
constexpr std::size_t idle_blocks_max = 4;
// Starting a thread costs as much as some ten thousand slots.
constexpr std::size_t slots_of_a_thread = std::size_t{32} * 1024;

using Mask = std::uint64_t;

void prefetch(const std::uint8_t* from, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(from + i);
}

// What several threads know together of the limit-th best.
class SharedThreshold {
public:
    float get() const { return value_.load(std::memory_order_relaxed); }
    void raise(float to) {
        auto now = get();
        while (now < to && !value_.compare_exchange_weak(now, to, std::memory_order_relaxed)) {
        }
    }

private:
    std::atomic<float> value_ = Candidates::nothing;
};

// Looks at the slots from one to another.
class Scan {
public:
    Scan(const SlotFile& slots, const ScanQuery& query, SharedThreshold& shared)
        : slots_{slots},
          query_{query},
          shared_{shared},
          dots_{best_half_code_dots()},
          code_bytes_{query.query.high().bytes()},
          score_{
              query.query.rough_scale(), query.query.high().surplus(), query.query.rough_bound()},
          walk_{query.allowed},
          found_{query.limit, query.candidates_max} {}

    void look_at(std::size_t begin, std::size_t end) {
        for (auto slot = begin; slot < end;) {
            const auto span = slots_.from(slot, end);
            auto next = slot + span.size;
            for (std::size_t at = 0; at < span.size; at += block_slots) {
                const auto size = std::min(block_slots, span.size - at);
                look_at_block(span, at, size);
                if (idle_blocks_ < idle_blocks_max) continue;
                next = next_allowed(slot + at + size, end);
                break;
            }
            look_closer();
            slot = next;
        }
    }

    Candidates take() { return std::move(found_); }

private:
    // Of a slot that is looked at more closely once its codes have come from memory.
    struct Waiting {
        std::size_t at = 0;
        std::int32_t dot = 0;
        float at_most = 0;
    };

    void look_at_block(const SlotSpan& span, std::size_t at, std::size_t size) {
        const auto wanted = allowed_in(span, at, size);
        idle_blocks_ = wanted == 0 && walk_.skips() ? idle_blocks_ + 1 : 0;
        if (wanted == 0) return;
        std::array<std::int32_t, block_slots> dots{};
        const auto* high = span.high + at * code_bytes_;
        if (std::popcount(wanted) > sparse_max) {
            dots_(query_.query.high(), high, size, dots.data());
        } else {
            for (auto left = wanted; left != 0; left &= left - 1) {
                const auto i = static_cast<std::size_t>(std::countr_zero(left));
                dots_(query_.query.high(), high + i * code_bytes_, 1, &dots[i]);
            }
        }
        span_ = &span;
        found_.raise(shared_.get());
        const RoughBlock block{size, dots.data(), span.steps + at, span.coarse_errors + at};
        auto left = wanted & reaching(block, score_, found_.threshold());
        for (; left != 0; left &= left - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(left));
            wait_for({at + i, dots[i], score_.at_most(block, i)});
        }
    }

    // Where the next run of a filter begins, from a slot on.
    std::size_t next_allowed(std::size_t slot, std::size_t end) {
        idle_blocks_ = 0;
        const auto row = walk_.next();
        return row == 0 ? end : std::max(slot, slots_.lower_bound(row, end));
    }

    Mask allowed_in(const SlotSpan& span, std::size_t at, std::size_t size) {
        const auto whole = ~Mask{0} >> (block_slots - size);
        if (query_.allowed == nullptr) return whole;
        const auto* rows = span.rows + at;
        const auto row = [&](std::size_t i) { return std::abs(SlotFile::row_at(rows + i)); };
        const auto say = walk_.asked(row(0), row(size - 1));
        if (say != Say::some) return say == Say::all ? whole : 0;
        Mask mask = 0;
        for (std::size_t i = 0; i < size; ++i) mask |= Mask{walk_.allows(row(i))} << i;
        return mask;
    }

    void wait_for(const Waiting& slot) {
        prefetch(span_->low + slot.at * code_bytes_, code_bytes_);
        waiting_[waiting_size_++] = slot;
        if (waiting_size_ == waiting_.size()) look_closer();
    }

    void look_closer() {
        for (std::size_t i = 0; i < waiting_size_; ++i) look_closer_at(waiting_[i]);
        waiting_size_ = 0;
        shared_.raise(found_.threshold());
    }

    void look_closer_at(const Waiting& slot) {
        if (slot.at_most < found_.threshold()) return;
        const auto& query = query_.query;
        const auto* low = span_->low + slot.at * code_bytes_;
        const auto step = span_->steps[slot.at];
        QuantizedQuery::Dots dots{.high_high = slot.dot};
        dots_(query.high(), low, 1, &dots.low_high);
        const auto rough = query.rough_estimate(dots.high_high, dots.low_high, step);
        if (rough + error_by(query.rough_bound(), slot.at) < found_.threshold()) return;

        const auto row = SlotFile::row_at(span_->rows + slot.at);
        if (row < 0 || query_.gone.contains(row)) return;
        dots_(query.low(), span_->high + slot.at * code_bytes_, 1, &dots.high_low);
        dots_(query.low(), low, 1, &dots.low_low);
        const auto estimate = query.fine_estimate(dots, step);
        const auto error = error_by(query.fine_bound(), slot.at);
        found_.add({.row = row, .at_least = estimate - error, .at_most = estimate + error});
    }

    float error_by(const Bound& bound, std::size_t at) const {
        return bound.reach * span_->fine_errors[at] + bound.margin;
    }

    const SlotFile& slots_;
    const ScanQuery& query_;
    SharedThreshold& shared_;
    const HalfCodeDots dots_;
    const std::size_t code_bytes_;
    const RoughScore score_;
    RowWalk walk_;
    Candidates found_;

    std::size_t idle_blocks_ = 0;
    const SlotSpan* span_ = nullptr;
    std::array<Waiting, 32> waiting_{};
    std::size_t waiting_size_ = 0;
};

}  // namespace

Candidates::Rows scan(const SlotFile& slots, const ScanQuery& query) {
    const auto in_use = slots.size();
    const auto threads =
        std::max<std::size_t>(std::min(in_use / slots_of_a_thread, query.threads), 1);
    SharedThreshold shared;
    std::vector<Candidates> found(threads, Candidates{query.limit, query.candidates_max});
    std::vector<std::exception_ptr> failed(threads);
    const auto look = [&](std::size_t part) {
        try {
            Scan one{slots, query, shared};
            one.look_at(in_use * part / threads, in_use * (part + 1) / threads);
            found[part] = one.take();
        } catch (...) {
            failed[part] = std::current_exception();
        }
    };
    std::vector<std::jthread> others;
    for (std::size_t part = 1; part < threads; ++part) others.emplace_back(look, part);
    look(0);
    others.clear();
    for (const auto& one : failed) {
        if (one) std::rethrow_exception(one);
    }
    auto all = std::move(found.front());
    for (std::size_t part = 1; part < threads; ++part) all.add_all(std::move(found[part]));
    return std::move(all).take();
}

}  // namespace ingestd::vector
