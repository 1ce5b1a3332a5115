#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/multipart_body.hpp>
#include <ingestd/client/server_address.hpp>
#include <unistd.h>

namespace ingestd::client {
namespace {

// Whether it may stand between quotes and mean itself to every reader: ASCII without quote,
// backslash, percent sign (browsers encode with it) and control characters.
bool is_plain(std::string_view name) {
    return std::ranges::all_of(name, [](char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%';
    });
}

std::string stand_in(std::string_view name) {
    std::string plain;
    for (const char c : name) plain += is_plain({&c, 1}) ? c : '_';
    return plain;
}

}  // namespace

std::string filename_parameters(std::string_view filename) {
    if (is_plain(filename)) return "filename=\"" + std::string{filename} + '"';
    return "filename=\"" + stand_in(filename) + "\"; filename*=UTF-8''" + percent_encode(filename);
}

MultipartBody::MultipartBody(
    std::vector<Field> fields, std::span<const PlannedFile> files, std::string boundary
)
    : fields_{std::move(fields)}, files_{files}, boundary_{std::move(boundary)} {
    for (const auto& [name, value] : fields_) {
        head_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=\"" + name +
                 "\"\r\n\r\n" + value + "\r\n";
    }
    bytes_ = head_.size() + boundary_.size() + 6;  // and the closing "--BOUNDARY--\r\n"
    for (const auto& file : files_) bytes_ += head_of(file).size() + file.bytes + 2;
}

std::string MultipartBody::content_type() const {
    return "multipart/form-data; boundary=" + boundary_;
}

std::string MultipartBody::head_of(const PlannedFile& file) const {
    return "--" + boundary_ + "\r\nContent-Disposition: form-data; name=\"files\"; " +
           filename_parameters(file.filename) +
           "\r\nContent-Type: application/octet-stream\r\n\r\n";
}

Result<std::string_view> MultipartBody::next() {
    if (!std::exchange(fields_sent_, true) && !head_.empty()) return std::string_view{head_};
    if (open_) return file_bytes();
    if (next_file_ < files_.size()) return begin_file();
    if (std::exchange(end_sent_, true)) return std::string_view{};
    head_ = "--" + boundary_ + "--\r\n";
    return std::string_view{head_};
}

Result<std::string_view> MultipartBody::begin_file() {
    const auto& file = files_[next_file_++];
    open_.reset(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!open_) return errno_error("cannot read " + file.path.string());
    left_of_file_ = file.bytes;
    head_ = head_of(file);
    return std::string_view{head_};
}

Result<std::string_view> MultipartBody::file_bytes() {
    if (left_of_file_ == 0) {
        open_.reset();
        return std::string_view{"\r\n"};
    }
    const auto& path = files_[next_file_ - 1].path;
    const auto wanted = std::min<std::uint64_t>(left_of_file_, piece_.size());
    while (true) {
        const auto count = ::read(open_.get(), piece_.data(), static_cast<std::size_t>(wanted));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno_error("cannot read " + path.string());
        if (count == 0) {
            return Error{Errc::file_changed, path.string() + " became shorter while it was sent"};
        }
        left_of_file_ -= static_cast<std::uint64_t>(count);
        return std::string_view{piece_.data(), static_cast<std::size_t>(count)};
    }
}

}  // namespace ingestd::client
