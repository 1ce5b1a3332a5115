// Standard output and error as a command uses them.
#pragma once

#include <cstddef>
#include <string_view>

namespace ingestd::client {

//   thread  one at a time
class Console {
public:
    Console();
    ~Console();  // ends a status line that still stands
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    // Whether somebody looks at the standard output who can be redrawn for.
    bool is_terminal() const { return is_terminal_; }
    std::size_t columns() const;

    void line(std::string_view text);    // on the standard output
    void note(std::string_view text);    // on the standard error
    void status(std::string_view text);  // redrawn in place. REQUIRES: is_terminal()
    void end_status();                   // what stands there stays

private:
    void erase_status();

    bool is_terminal_;
    bool status_stands_ = false;
};

}  // namespace ingestd::client
