// Where in a tree of lists and named values a reader is. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::formats {

// "rows[3].name"
class ValuePath {
public:
    void open_object() { steps_.push_back({path_.size(), false, 0}); }
    void open_array() { steps_.push_back({path_.size(), true, 0}); }
    void close() {
        path_.resize(steps_.back().length);
        steps_.pop_back();
    }
    void enter_key(std::string_view key) {
        path_.resize(steps_.back().length);
        if (!path_.empty()) path_ += '.';
        path_ += key;
    }
    // Before each value: inside an array it is the next element.
    void enter_value() {
        if (steps_.empty() || !steps_.back().is_array) return;
        path_.resize(steps_.back().length);
        path_ += '[' + std::to_string(steps_.back().count++) + ']';
    }
    std::size_t depth() const { return steps_.size(); }
    bool is_in_outermost_array() const { return steps_.size() == 1 && steps_.front().is_array; }
    const std::string& text() const { return path_; }

private:
    struct Step {
        std::size_t length;  // of the path at this level
        bool is_array;
        std::uint64_t count;
    };
    std::vector<Step> steps_;
    std::string path_;
};

}  // namespace ingestd::formats
