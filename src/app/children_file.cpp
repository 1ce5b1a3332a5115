#include "children_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <ingestd/base/units.hpp>
#include <unistd.h>

namespace ingestd::app {
namespace {

Result<UniqueFd> nameless_file() {
    std::error_code failed;
    auto folder = std::filesystem::temp_directory_path(failed);
    if (failed) folder = "/tmp";
    UniqueFd file{::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
    if (!file) return errno_error("no temporary file in " + folder.string());
    return file;
}

Result<void> write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0) return errno_error("the temporary file could not be written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

}  // namespace

Result<void> ChildrenFile::begin(extract::ChildBegins child) {
    if (!file_) {
        auto made = nameless_file();
        if (!made) return made.error();
        file_ = std::move(*made);
    }
    children_.push_back({std::move(child.name), std::move(child.content_type), end_, 0});
    return {};
}

Result<void> ChildrenFile::add(std::string_view bytes) {
    end_ += bytes.size();
    children_.back().bytes += bytes.size();
    return write_all(file_.get(), bytes);
}

Result<extract::ExtractRequest> ChildrenFile::open(std::size_t child, std::string filename) const {
    const auto& place = children_[child];
    auto copy = nameless_file();
    if (!copy) return copy.error();
    std::array<char, 64_KiB> piece;
    for (std::uint64_t at = 0; at < place.bytes;) {
        const auto wanted = std::min<std::uint64_t>(piece.size(), place.bytes - at);
        const auto got =
            ::pread(file_.get(), piece.data(), wanted, static_cast<off_t>(place.begin + at));
        if (got <= 0) return errno_error("the temporary file could not be read");
        const auto bytes = static_cast<std::size_t>(got);
        if (auto written = write_all(copy->get(), {piece.data(), bytes}); !written)
            return written.error();
        at += bytes;
    }
    return extract::ExtractRequest{
        .content = std::move(*copy),
        .bytes = place.bytes,
        .filename = std::move(filename),
        .content_type = place.content_type};
}

}  // namespace ingestd::app
