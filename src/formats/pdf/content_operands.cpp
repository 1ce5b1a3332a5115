#include "content_operands.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t operands_max = 33;  // poppler drops what is more
constexpr std::size_t tokens_max = 100'000;

}  // namespace

void ContentOperands::clear() {
    tokens_.clear();
    begins_.clear();
}

bool ContentOperands::close(Place expected) {
    if (open_.empty() || open_.back() != expected) return false;
    open_.pop_back();
    return true;
}

// In a dictionary names and what they name take turns.
bool ContentOperands::is_in_place(ContentTokenKind kind) {
    auto& place = open_.back();
    if (place == Place::element) return true;
    if (place == Place::key && kind != ContentTokenKind::name) return false;
    place = place == Place::key ? Place::value : Place::key;
    return true;
}

bool ContentOperands::add(const ContentToken& token) {
    const bool is_array = token.kind == ContentTokenKind::array_begin;
    if (token.kind == ContentTokenKind::array_end) {
        if (!close(Place::element)) return false;
    } else if (token.kind == ContentTokenKind::dictionary_end) {
        if (!close(Place::key)) return false;
    } else {
        if (open_.empty()) {
            begins_.push_back(tokens_.size());
        } else if (!is_in_place(token.kind)) {
            return false;
        }
        if (is_array || token.kind == ContentTokenKind::dictionary_begin)
            open_.push_back(is_array ? Place::element : Place::key);
    }
    tokens_.push_back(token);
    return begins_.size() <= operands_max && tokens_.size() <= tokens_max;
}

const ContentToken* ContentOperands::behind(const ContentToken* token) {
    for (int depth = 0;;) {
        const auto kind = token++->kind;
        if (kind == ContentTokenKind::array_begin || kind == ContentTokenKind::dictionary_begin)
            ++depth;
        if (kind == ContentTokenKind::array_end || kind == ContentTokenKind::dictionary_end)
            --depth;
        if (depth == 0) return token;
    }
}

bool ContentOperands::are(std::size_t count, ContentTokenKind kind) const {
    return begins_.size() >= count && from_last(0)->kind == kind;
}

bool ContentOperands::are_numbers(std::size_t count, std::size_t behind) const {
    if (begins_.size() < behind + count) return false;
    for (auto at = behind; at < behind + count; ++at) {
        if (from_last(at)->kind != ContentTokenKind::number) return false;
    }
    return true;
}

}  // namespace ingestd::formats
