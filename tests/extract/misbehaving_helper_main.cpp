// A helper program that does what the document's text says, good or bad.
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <ingestd/extract/helper_session.hpp>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace ingestd;
using namespace ingestd::extract;

void say(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(helper_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) ::_exit(0);
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void say_block(BlockSender& sender, std::string text) {
    Block block;
    block.text = std::move(text);
    sender.add(std::move(block));
    sender.flush();
}

[[noreturn]] void hang() {
    for (;;) ::pause();
}

void allocate_without_end() {
    std::vector<std::string> hoard;
    for (;;) hoard.emplace_back(1 << 20, 'x');
}

// Descriptors that are open, as numbers.
std::string open_descriptors() {
    std::string open;
    for (int fd = 0; fd < 1024; ++fd) {
        if (::fcntl(fd, F_GETFD) >= 0) open += std::to_string(fd) + " ";
    }
    return open;
}

std::string environment() {
    std::string all;
    for (char** variable = ::environ; *variable != nullptr; ++variable) {
        all += (all.empty() ? "" : " ") + std::string{*variable};
    }
    return all.empty() ? "none" : all;
}

// What the kernel lets be done; what it does not let be done either ends this process or is
// refused.
void try_the_walls(std::string_view what, BlockSender& sender) {
    const auto say_whether = [&](bool is_done) { say_block(sender, is_done ? "done" : "refused"); };
    if (what == "fork") {
        const auto child = ::fork();
        if (child == 0) ::_exit(0);
        say_whether(child > 0);
    }
    if (what == "start a thread") {
        bool has_run = false;
        std::thread{[&has_run] { has_run = true; }}.join();
        say_whether(has_run);
    }
    if (what == "run a program") {
        ::execl("/bin/true", "true", nullptr);
        say_whether(false);
    }
    if (what == "open a socket") say_whether(::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    if (what == "open a local socket") say_whether(::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    if (what == "signal its parent") say_whether(::kill(::getppid(), 0) == 0);
    if (what == "read a secret") say_whether(::open("/etc/passwd", O_RDONLY) >= 0);
    if (what == "list a folder") say_whether(::open("/etc", O_RDONLY | O_DIRECTORY) >= 0);
    if (what == "read what is installed") say_whether(::open("/usr/lib/os-release", O_RDONLY) >= 0);
    if (what == "write to its document") say_whether(::write(4, "x", 1) == 1);
    if (what == "write a file in memory") {
        const int file = ::memfd_create("file", 0);
        say_whether(::write(file, "x", 1) == 1);
    }
    if (what == "make a file")
        say_whether(::open("/tmp/ingestd-made", O_RDWR | O_CREAT, 0600) >= 0);
    if (what == "empty a file") say_whether(::open("/dev/null", O_RDONLY | O_TRUNC) >= 0);
    if (what == "make a folder") say_whether(::mkdir("/tmp/ingestd-made", 0700) == 0);
    if (what == "remove a file") say_whether(::unlink("/tmp/ingestd-made") == 0);
    if (what == "make code") {
        const int code = PROT_READ | PROT_WRITE | PROT_EXEC;
        say_whether(::mmap(nullptr, 4096, code, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    }
    if (what == "gain privileges")
        say_whether(::setuid(0) == 0 && ::prctl(PR_SET_DUMPABLE, 1) == 0);
}

void spin() {
    volatile bool goes_on = true;
    while (goes_on) {
    }
}

ReadOutcome obey(const ReadOrder&, std::string_view content, BlockSender& sender) {
    if (content == "pid") say_block(sender, std::to_string(::getpid()));
    if (content == "descriptors") say_block(sender, open_descriptors());
    if (content == "environment") say_block(sender, environment());
    if (content == "crash") std::raise(SIGSEGV);
    if (content == "crash after a page") say_block(sender, "page"), std::raise(SIGABRT);
    if (content == "exit") ::_exit(1);
    if (content == "hang") hang();
    if (content == "hang after a page") say_block(sender, "page"), hang();
    if (content == "allocate") allocate_without_end();
    if (content == "garbage") say("certainly not a frame, but long enough to be looked at"), hang();
    if (content == "half a frame") say(encode(Ended{}).substr(0, 9)), ::_exit(0);
    if (content == "bad value") say(std::string{"\x01\0\0\0\x02x", 6}), hang();
    if (content == "two ends") say(encode(Ended{}) + encode(Ended{})), hang();
    if (content == "children") {
        sender.begin_child({std::string(child_name_max, 'x') + "ä", "text/plain"});
        sender.end_child();
        sender.begin_child({"b", ""});
        sender.add_child_bytes(std::string(child_bytes_max + 1, 'y'));
        sender.end_child();
    }
    if (content == "a block within a child") sender.begin_child({"a", ""}), say_block(sender, "x");
    if (content == "an end within a child") sender.begin_child({"a", ""});
    if (content == "a child within a child") {
        sender.begin_child({"a", ""});
        sender.begin_child({"b", ""});
    }
    if (content == "bytes of no child") sender.add_child_bytes("x");
    if (content == "the end of no child") sender.end_child();
    if (content == "words unasked") sender.add_words({1, 612, 792, {}});
    if (content == "much") {
        for (int i = 0; i < 1000; ++i) say_block(sender, std::string(10'000, 'x'));
    }
    if (content == "spin") spin();
    try_the_walls(content, sender);
    if (content == "throw") throw std::runtime_error{"from a parser"};
    DocumentFacts facts;
    facts.format = "obeyed";
    return facts;
}

}  // namespace

int main(int argc, char** argv) {
    HelperWalls walls;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument{argv[i]};
        const auto equals = argument.find('=') + 1;
        const auto number = std::strtoull(argv[i] + equals, nullptr, 10);
        if (argument.starts_with("--parent=")) walls.parent_pid = static_cast<int>(number);
        if (argument.starts_with("--memory=")) walls.memory_bytes = number;
    }
    if (!confine_this_process(walls)) return 3;
    return serve_documents(helper_socket, walls, obey);
}
