// Reading a document through another program: started behind walls of its own, its output taken as
// the document's content.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <ingestd/base/units.hpp>
#include <ingestd/extract/helper_session.hpp>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "address_space.hpp"
#include "converters.hpp"
#include "helper_socket.hpp"
#include "helper_walls.hpp"

namespace ingestd::extract {
namespace {

constexpr std::size_t output_bytes_max = 64_MiB;

// What the program said, and how it ended.
struct Output {
    std::string text;
    bool is_whole = false;
    bool is_too_long = false;
};

// Never returns: this process becomes the program, or ends.
[[noreturn]] void become(
    const Converter& converter,
    const std::filesystem::path& program,
    const HelperWalls& walls,
    int document,
    int output
) {
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), converter.arguments.begin(), converter.arguments.end());
    words.emplace_back("/dev/stdin");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    char* environment[] = {nullptr};
    ::lseek(document, 0, SEEK_SET);
    const bool is_ready = ::dup2(document, STDIN_FILENO) >= 0 &&
                          ::dup2(output, STDOUT_FILENO) >= 0 &&
                          ::close_range(helper_socket, ~0U, 0) == 0;
    if (!is_ready) ::_exit(1);
    if (walls.memory_bytes != 0) limit_address_space(walls.memory_bytes);
    if (confine_to_run(program.c_str(), STDIN_FILENO)) ::execve(argv[0], argv.data(), environment);
    ::_exit(1);
}

// The program's process, which is ended with this object.
class Running {
public:
    Running(pid_t pid, UniqueFd output) : pid_{pid}, output_{std::move(output)} {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    Output read(BlockSender& sender) {
        Output all;
        std::vector<char> piece(64_KiB);
        for (;;) {
            const auto got = ::read(output_.get(), piece.data(), piece.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            all.text.append(piece.data(), static_cast<std::size_t>(got));
            sender.tell_part_read(0);
            all.is_too_long = all.text.size() > output_bytes_max;
            // It gets no reader any more, and ends.
            if (all.is_too_long) break;
        }
        output_ = UniqueFd{};
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        all.is_whole = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        return all;
    }

private:
    pid_t pid_;
    UniqueFd output_;
};

ReadOutcome read_output(
    const ReadOrder& order, const Output& output, const ReadDocument& read, BlockSender& sender
) {
    if (output.is_too_long) {
        return DocumentFailure{
            "too_large",
            "The document holds more than " + std::to_string(output_bytes_max >> 20) +
                " MiB of text."};
    }
    if (!output.is_whole && output.text.empty()) {
        return DocumentFailure{
            "malformed",
            "The document could not be read: it is damaged, encrypted, or not what it says it is."};
    }
    auto outcome = read(order, output.text, sender);
    auto* facts = std::get_if<DocumentFacts>(&outcome);
    if (facts != nullptr && !output.is_whole) {
        facts->warnings.emplace_back("The document is damaged: what came before stands.");
    }
    return outcome;
}

}  // namespace

int serve_conversion(
    int socket,
    const HelperWalls& walls,
    const std::string& converters_folder,
    const ReadDocument& read
) {
    std::set_new_handler([] { ::_exit(out_of_memory_exit); });
    if (!end_with_parent(walls.parent_pid)) return 3;
    const auto received = receive_order(socket);
    if (!received) return 0;
    const auto* converter = converter_of(received->order.type);
    int ends[2] = {-1, -1};
    if (converter == nullptr || ::pipe2(ends, O_CLOEXEC) != 0) return 1;
    UniqueFd output{ends[0]};
    UniqueFd input{ends[1]};
    const auto own_pid = ::getpid();
    const auto pid = ::fork();
    if (pid < 0) return 1;
    if (pid == 0) {
        if (!end_with_parent(own_pid)) ::_exit(1);
        const auto program = std::filesystem::path{converters_folder} / converter->program;
        become(*converter, program, walls, received->document.get(), input.get());
    }
    input = UniqueFd{};
    if (!confine_this_process(walls)) return 3;
    if (walls.memory_bytes != 0) limit_address_space(walls.memory_bytes);
    BlockSender sender{socket};
    const auto all = Running{pid, std::move(output)}.read(sender);
    const auto outcome = read_output(received->order, all, read, sender);
    sender.flush();
    send_end(socket, outcome);
    return 0;
}

}  // namespace ingestd::extract
