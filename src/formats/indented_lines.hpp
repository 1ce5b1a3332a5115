// A text whose indentation means something, line by line. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingestd::formats {

//   raw     without its line end and what blanks stand before that
//   text    without indentation
//   indent  in columns; a tab goes to the next multiple of eight
struct IndentedLine {
    std::string_view raw;
    std::string_view text;
    std::size_t indent = 0;

    bool is_blank() const { return text.empty(); }
};

class IndentedLines {
public:
    //   text  must remain while lines of it are in use
    explicit IndentedLines(std::string_view text) : text_{text} { load(); }

    bool is_at_end() const { return at_ >= text_.size(); }
    const IndentedLine& line() const { return line_; }  // blank at the end
    IndentedLine ahead(int lines) const;                // 1: the next one
    void step();
    std::size_t position() const { return at_; }

    void skip_blank();

    // Whether this line belongs to what stands at `indent`: it is blank or deeper.
    bool is_inside(std::size_t indent) const {
        return !is_at_end() && (line_.is_blank() || line_.indent > indent);
    }

    // Takes the lines inside of `indent`, less the indentation that they share.
    std::string take_inside(std::size_t indent);
    void skip_inside(std::size_t indent);

private:
    void load();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t next_ = 0;
    IndentedLine line_;
};

}  // namespace ingestd::formats
