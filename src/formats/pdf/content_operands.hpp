// What stands before an operator. Private to the room.
#pragma once

#include <cstddef>
#include <vector>

#include "content_lexer.hpp"

namespace ingestd::formats {

// An array or a dictionary is one operand, and its tokens stand one after the other.
class ContentOperands {
public:
    void clear();

    // False: damaged, or more than there can be.
    bool add(const ContentToken& token);

    // Whether no array and no dictionary is open.
    bool is_complete() const { return open_.empty(); }

    std::size_t count() const { return begins_.size(); }

    //   at  0 is the last
    const ContentToken* from_last(std::size_t at) const {
        return &tokens_[begins_[begins_.size() - 1 - at]];
    }
    const ContentToken* end() const { return tokens_.data() + tokens_.size(); }
    double number(std::size_t at) const { return from_last(at)->number; }

    // What follows a token, or the array or dictionary that it begins.
    static const ContentToken* behind(const ContentToken* token);

    // Whether there are as many, and the last is of this kind.
    bool are(std::size_t count, ContentTokenKind kind) const;

    // Whether there are as many, and they are numbers.
    //   behind  how many stand behind them
    bool are_numbers(std::size_t count, std::size_t behind = 0) const;

private:
    // What a token is expected as.
    enum class Place { element, key, value };

    bool close(Place expected);
    bool is_in_place(ContentTokenKind kind);

    std::vector<ContentToken> tokens_;
    std::vector<std::size_t> begins_;  // of each operand
    std::vector<Place> open_;          // in arrays and dictionaries that are not ended
};

}  // namespace ingestd::formats
