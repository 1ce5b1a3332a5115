#include <array>
#include <cerrno>

#include <fcntl.h>
#include <ingestd/app/data_lock.hpp>
#include <ingestd/app/errc.hpp>
#include <ingestd/base/log.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;

// "pid=1234\naddress=…\n" → "pid 1234, http://…"; empty where nothing of it stands there. What does
// may be another program's.
std::string describe_holder(int file) {
    std::array<char, 512> content{};
    const auto count = ::pread(file, content.data(), content.size(), 0);
    std::string_view text{content.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    std::string holder;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("pid=")) holder += "pid " + log::quote_unless_plain(line.substr(4));
        if (line.starts_with("address=")) holder += ", " + log::quote_unless_plain(line.substr(8));
    }
    return holder;
}

// Appends; what cannot be written only makes a later message poorer.
void note(int file, const std::string& line) {
    [[maybe_unused]] const auto written = ::write(file, line.data(), line.size());
}

}  // namespace

void DataLock::note_address(std::string_view address) {
    note(file_.get(), "address=" + std::string{address} + '\n');
}

Result<DataLock> lock_data_dir(const fs::path& directory) {
    std::error_code failed;
    if (fs::create_directories(directory, failed)) {
        // Documents of people: nobody else's to read.
        fs::permissions(directory, fs::perms::owner_all, failed);
    }
    if (failed) return errno_error("cannot make " + directory.string(), failed.value());

    const auto path = directory / "lock";
    UniqueFd file{::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (!file && errno == EROFS) {
        return Error{
            make_error_code(boost::system::errc::read_only_file_system),
            directory.string() +
                " is on a file system that is read-only: mount it for writing, or"
                " name another directory with --data-dir. Nothing was changed"};
    }
    if (!file) return errno_error("cannot open " + path.string());
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK) return errno_error("cannot lock " + path.string());
        const auto holder = describe_holder(file.get());
        return Error{
            Errc::data_dir_locked,
            directory.string() + " is in use by " +
                (holder.empty() ? "another process" : "another ingestd (" + holder + ")") +
                ": stop it, or give this server a directory of its own with --data-dir"};
    }
    if (::ftruncate(file.get(), 0) != 0) return errno_error("cannot write " + path.string());
    note(file.get(), "pid=" + std::to_string(::getpid()) + '\n');
    return DataLock{std::move(file)};
}

std::optional<std::string> find_data_dir_holder(const fs::path& directory) {
    const UniqueFd file{::open((directory / "lock").c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file) return std::nullopt;
    // Shared, so that two who ask at once do not see each other; given back at once.
    if (::flock(file.get(), LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) return std::nullopt;
    const auto holder = describe_holder(file.get());
    return holder.empty() ? "another process" : holder;
}

}  // namespace ingestd::app
