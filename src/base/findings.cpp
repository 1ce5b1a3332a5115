#include <utility>

#include <ingestd/base/findings.hpp>

namespace ingestd {
namespace {

void keep(std::vector<Finding>& kept, Finding finding) {
    if (kept.size() < Findings::kept_max) kept.push_back(std::move(finding));
}

}  // namespace

void Findings::add_damage(Finding finding) {
    ++damage_count_;
    keep(damage_, std::move(finding));
}

void Findings::add_note(Finding finding) {
    ++note_count_;
    keep(notes_, std::move(finding));
}

void Findings::add(const Findings& others) {
    for (const auto& finding : others.damage_) keep(damage_, finding);
    for (const auto& finding : others.notes_) keep(notes_, finding);
    damage_count_ += others.damage_count_;
    note_count_ += others.note_count_;
}

}  // namespace ingestd
