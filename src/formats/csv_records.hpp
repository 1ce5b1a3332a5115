// Splits separated values into records. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::formats {

// Of `,` `;` tab and `|` the one that parts most lines of `sample` into the same number of cells,
// quoted parts left aside; a comma when nothing is parted.
char guess_delimiter(std::string_view sample);

// Text in as it streams by, records out. Lenient: a quote inside an unquoted cell is a character.
class CsvRecords {
public:
    explicit CsvRecords(char delimiter) : delimiter_{delimiter} {}

    // Takes text up to the end of the next record and removes it from `text`. nullopt: more is
    // needed.
    std::optional<std::vector<std::string>> next(std::string_view& text);

    // What stands after the last line end; nullopt when nothing does.
    std::optional<std::vector<std::string>> finish();

    // Whether a quoted cell had no end and was taken as it stood.
    bool met_unclosed_quote() const { return met_unclosed_quote_; }

private:
    enum class State { cell_start, plain, quoted, quote_in_quoted };

    void take(char c);
    void end_cell();
    std::vector<std::string> end_record();

    char delimiter_;
    State state_ = State::cell_start;
    std::string cell_;
    std::vector<std::string> cells_;
    bool is_record_complete_ = false;
    bool has_content_ = false;
    bool met_unclosed_quote_ = false;
};

}  // namespace ingestd::formats
