#include <algorithm>
#include <fstream>
#include <system_error>

#include <ingestd/vector/errc.hpp>
#include <ingestd/vector/vector_index.hpp>

#include "quantized.hpp"
#include "scan.hpp"
#include "slot_file.hpp"

namespace ingestd::vector {
namespace {

// How often a search begins again because rows that it found were not there for the one who asks.
constexpr int rounds_max = 8;

Result<void> check(std::span<const float> vector, std::size_t dimension) {
    if (vector.size() != dimension) {
        return Error{
            Errc::wrong_dimension,
            std::to_string(vector.size()) + " instead of " + std::to_string(dimension)};
    }
    if (!is_unit(vector)) return Error{Errc::not_unit, ""};
    return {};
}

Result<void> check_dimension(std::size_t dimension) {
    if (dimension >= VectorIndex::dimension_min && dimension <= VectorIndex::dimension_max)
        return {};
    return Error{Errc::wrong_dimension, std::to_string(dimension)};
}

// Always in the same order, so that the same vectors have the same score everywhere.
double dot(std::span<const float> a, std::span<const float> b) {
    double sums[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= a.size(); i += 8) {
        for (std::size_t lane = 0; lane < 8; ++lane) {
            sums[lane] += static_cast<double>(a[i + lane]) * b[i + lane];
        }
    }
    for (; i < a.size(); ++i) sums[i % 8] += static_cast<double>(a[i]) * b[i];
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) +
           ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

// The best of the candidates, by their vectors.
class Ranking {
public:
    Ranking(const NearestQuery& query, const FetchVector& fetch)
        : query_{query}, fetch_{fetch}, vector_(query.vector.size()) {}

    // Rows that are not there are told in `gone`.
    void rank(const Candidates::Rows& candidates, std::vector<Row>& gone) {
        hits_.clear();
        auto unseen = candidates.lost;
        for (const auto& candidate : candidates.best_first) {
            if (is_settled(candidate.at_most)) break;
            if (fetched_ >= query_.fetch_max) {
                unseen = std::max(unseen, candidate.at_most);
                break;
            }
            ++fetched_;
            if (fetch_(candidate.row, vector_)) {
                add({candidate.row, dot(query_.vector, vector_)});
            } else {
                gone.push_back(candidate.row);
            }
        }
        is_exact_ = unseen == Candidates::nothing || is_settled(unseen);
    }

    // Rows that were not there kept turning up.
    void give_up() { is_exact_ = false; }

    Nearest take() && {
        std::sort_heap(hits_.begin(), hits_.end(), is_better);
        return {std::move(hits_), is_exact_, fetched_};
    }

private:
    static bool is_better(const Hit& a, const Hit& b) {
        return a.score != b.score ? a.score > b.score : a.row < b.row;
    }

    // Whether a score of at most that can change nothing.
    bool is_settled(float at_most) const {
        return hits_.size() == query_.limit && at_most < hits_.front().score;
    }

    void add(const Hit& hit) {
        if (hits_.size() == query_.limit) {
            if (!is_better(hit, hits_.front())) return;
            std::pop_heap(hits_.begin(), hits_.end(), is_better);
            hits_.pop_back();
        }
        hits_.push_back(hit);
        std::push_heap(hits_.begin(), hits_.end(), is_better);
    }

    const NearestQuery& query_;
    const FetchVector& fetch_;
    std::vector<float> vector_;
    std::vector<Hit> hits_;  // a heap, the worst in front
    bool is_exact_ = true;
    std::size_t fetched_ = 0;
};

std::filesystem::path beside(const std::filesystem::path& path) {
    return path.string() + ".new";
}

}  // namespace

std::string VectorIndex::boot_id() {
    std::string id;
    std::getline(std::ifstream{"/proc/sys/kernel/random/boot_id"}, id);
    return id;
}

VectorIndex::VectorIndex(
    std::filesystem::path path, Settings settings, std::shared_ptr<SlotFile> slots
)
    : path_{std::move(path)}, settings_{std::move(settings)}, slots_{std::move(slots)} {}

VectorIndex::~VectorIndex() = default;

Result<std::unique_ptr<VectorIndex>> VectorIndex::open(
    const std::filesystem::path& path, const Settings& settings
) {
    if (auto checked = check_dimension(settings.dimension); !checked) return checked.error();
    // What a process that was killed while it wrote a new file has left.
    std::error_code ignored;
    std::filesystem::remove(beside(path), ignored);
    auto slots = SlotFile::open(path, {settings.dimension, settings.boot});
    if (!slots) return slots.error();
    return std::unique_ptr<VectorIndex>{new VectorIndex{path, settings, std::move(*slots)}};
}

Result<std::unique_ptr<VectorIndex>> VectorIndex::create(
    const std::filesystem::path& path, const Settings& settings
) {
    if (auto checked = check_dimension(settings.dimension); !checked) return checked.error();
    auto slots = SlotFile::create(path, {settings.dimension, settings.boot});
    if (!slots) return slots.error();
    return std::unique_ptr<VectorIndex>{new VectorIndex{path, settings, std::move(*slots)}};
}

Result<void> VectorIndex::append(Row row, std::span<const float> vector) {
    if (auto checked = check(vector, settings_.dimension); !checked) return checked.error();
    if (row <= last_row()) return Error{Errc::out_of_order, std::to_string(row)};
    return slots()->append(row, quantize(vector));
}

bool VectorIndex::remove(Row row) {
    const auto slots = this->slots();
    const auto in_use = slots->size();
    const auto slot = slots->lower_bound(row, in_use);
    if (slot == in_use || slots->row(slot) != row) return false;
    slots->kill(slot);
    return true;
}

Result<std::vector<Row>> VectorIndex::reconcile(std::span<const Row> stored) {
    const auto slots = this->slots();
    const auto in_use = slots->size();
    auto next = stored.begin();
    std::size_t slot = 0;
    for (; slot < in_use; ++slot) {
        const auto row = slots->row(slot);
        if (next != stored.end() && *next < std::abs(row)) break;  // missing, in the midst
        const bool is_stored = next != stored.end() && *next == std::abs(row);
        if (is_stored && row < 0) break;  // dead, and should not be: a slot does not come to life
        if (is_stored) {
            ++next;
        } else {
            slots->kill(slot);
        }
    }
    if (slot < in_use) {
        if (auto rewritten = rewrite(slot); !rewritten) return rewritten.error();
    }
    return std::vector<Row>(next, stored.end());
}

Result<void> VectorIndex::compact() {
    return rewrite(slots()->size());
}

bool VectorIndex::wants_compaction() const {
    constexpr std::size_t dead_min = 1000;
    const auto slots = this->slots();
    return slots->dead() > dead_min && slots->dead() * 3 > slots->size();
}

Result<void> VectorIndex::sync() {
    return slots()->sync();
}

std::size_t VectorIndex::size() const {
    const auto slots = this->slots();
    const auto dead = slots->dead();  // before: what is appended meanwhile may be dead by then
    return slots->size() - dead;
}

std::size_t VectorIndex::dead_slots() const {
    return slots()->dead();
}

Row VectorIndex::last_row() const {
    const auto slots = this->slots();
    const auto in_use = slots->size();
    return in_use == 0 ? 0 : std::abs(slots->row(in_use - 1));
}

Result<Nearest> VectorIndex::nearest(const NearestQuery& query, const FetchVector& fetch) const {
    if (auto checked = check(query.vector, settings_.dimension); !checked) return checked.error();
    if (query.limit == 0) return Nearest{};
    const QuantizedQuery quantized{query.vector};
    const auto slots = this->slots();
    Ranking ranking{query, fetch};
    std::vector<Row> gone;
    for (int round = 1;; ++round) {
        const RowSet never{gone};
        const auto known = gone.size();
        ranking.rank(
            scan(
                *slots,
                {.query = quantized,
                 .allowed = query.allowed,
                 .gone = never,
                 .limit = query.limit,
                 .candidates_max = query.fetch_max,
                 .threads = query.threads}
            ),
            gone
        );
        // A row that is not there may have kept others out.
        if (gone.size() == known) break;
        if (round == rounds_max) {
            ranking.give_up();
            break;
        }
    }
    return std::move(ranking).take();
}

std::shared_ptr<SlotFile> VectorIndex::slots() const {
    const std::lock_guard guard{lock_};
    return slots_;
}

Result<void> VectorIndex::rewrite(std::size_t slots_kept) {
    const auto old = slots();
    auto made = SlotFile::create(beside(path_), {settings_.dimension, settings_.boot});
    if (!made) return made.error();
    for (std::size_t slot = 0; slot < slots_kept;) {
        const auto span = old->from(slot, slots_kept);
        for (std::size_t at = 0; at < span.size; ++at) {
            if (SlotFile::row_at(span.rows + at) < 0) continue;
            if (auto copied = (*made)->append_copy(span, at); !copied) return copied.error();
        }
        slot += span.size;
    }
    std::error_code failed;
    std::filesystem::rename(beside(path_), path_, failed);
    if (failed) return errno_error("put the new vector index in place", failed.value());
    const std::lock_guard guard{lock_};
    slots_ = std::move(*made);
    return {};
}

}  // namespace ingestd::vector
