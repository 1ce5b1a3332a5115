// The program's client commands as a user's shell runs them: no terminal, two pipes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace ingestd::e2e {

//   status  the exit status, or minus the signal that ended it
struct ProgramRun {
    int status = 0;
    std::string output;
    std::string errors;

    std::vector<std::string> lines() const;  // of the output
};

// `ingestd WORDS…`, to its end.
//   input  what its standard input holds; empty: the test's own
ProgramRun run_program(const std::vector<std::string>& words, const std::string& input = {});

// One that stays. What it writes to both outputs comes as one stream of lines.
class RunningProgram {
public:
    explicit RunningProgram(const std::vector<std::string>& words);
    ~RunningProgram();  // SIGKILL, when it still runs
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;

    // Reads up to the next line that holds `text`, and gives it.
    //   throws  the program has ended before, with all that it said
    std::string line_with(std::string_view text);
    // Waits for its end, and gives the exit status, or minus the signal.
    int wait();
    int end_with(int signal);

private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::string unread_;
    std::string said_;
};

// "http://127.0.0.1:PORT"
std::string url_of(std::uint16_t port);

// A port on which a server can listen, stop, and listen again: none that the system gives to others
// meanwhile.
std::uint16_t lasting_port();

}  // namespace ingestd::e2e
