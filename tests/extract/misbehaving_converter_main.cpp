// A converter that does what the document's text says, good or bad.
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void say_whether(bool is_done) {
    std::puts(is_done ? "done" : "refused");
}

void obey(std::string_view what, const char* document) {
    if (what.ends_with("say it")) std::puts("It was said.");
    if (what.ends_with("say it twice")) std::puts("\x01One.\xFF\n\nTwo.");
    if (what.ends_with("say where it is")) std::puts(document);
    if (what.ends_with("say much")) {
        for (int i = 0; i < 70'000; ++i) std::puts(std::string(1000, 'x').c_str());
    }
    if (what.ends_with("fail")) std::exit(1);
    if (what.ends_with("fail behind a word")) std::puts("A word."), std::exit(1);
    if (what.ends_with("crash")) std::raise(SIGSEGV);
    if (what.ends_with("hang")) ::pause();
    if (what.ends_with("read a secret")) say_whether(::open("/etc/passwd", O_RDONLY) >= 0);
    if (what.ends_with("write a file")) {
        say_whether(::open("/tmp/ingestd-made", O_RDWR | O_CREAT, 0600) >= 0);
    }
    if (what.ends_with("run a program")) {
        ::execl("/bin/true", "true", nullptr);
        say_whether(errno != EACCES);
    }
    if (what.ends_with("fork")) {
        if (::fork() == 0) ::_exit(0);
        say_whether(true);
    }
    if (what.ends_with("open a socket")) say_whether(::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    if (what.ends_with("speak to the server")) say_whether(::send(3, "x", 1, 0) == 1);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    const char* document = argv[argc - 1];
    std::array<char, 1024> text{};
    auto* file = std::fopen(document, "rb");
    if (file == nullptr) return std::puts("The document cannot be opened."), 1;
    const auto size = std::fread(text.data(), 1, text.size(), file);
    std::fclose(file);
    obey({text.data(), size}, document);
    return 0;
}
