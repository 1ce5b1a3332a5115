// What a check of what is on disk has found: each room checks its own and says it in these words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ingestd {

// One thing found.
//   where   the file, document or blob that it is about
//   what    a sentence without its point
//   advice  what to do about it; empty where nothing is to be done
struct Finding {
    std::string where;
    std::string what;
    std::string advice;

    friend bool operator==(const Finding&, const Finding&) = default;
};

// Damage (what was promised is not there, or not what it was), and notes (nothing is wrong).
// Everything is counted; of each kind the first `kept_max` are kept, since one lost disk damages
// all that was on it.
class Findings {
public:
    static constexpr std::size_t kept_max = 100;

    void add_damage(Finding finding);
    void add_note(Finding finding);
    void add(const Findings& others);

    bool is_sound() const { return damage_count_ == 0; }
    const std::vector<Finding>& damage() const { return damage_; }
    const std::vector<Finding>& notes() const { return notes_; }
    std::uint64_t damage_count() const { return damage_count_; }
    std::uint64_t note_count() const { return note_count_; }

private:
    std::vector<Finding> damage_;
    std::vector<Finding> notes_;
    std::uint64_t damage_count_ = 0;
    std::uint64_t note_count_ = 0;
};

}  // namespace ingestd
