// A multipart/form-data body (RFC 7578) read from files while it is sent.
//
//   --BOUNDARY CRLF Content-Disposition: form-data; name="collection_name" CRLF CRLF value CRLF …
//   --BOUNDARY CRLF Content-Disposition: form-data; name="files"; filename="a.pdf" CRLF
//              Content-Type: application/octet-stream CRLF CRLF bytes CRLF …
//   --BOUNDARY-- CRLF
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/client/upload_plan.hpp>

namespace ingestd::client {

// Its length is known before its first byte, so a file is sent with the size that it was planned
// with.
//   memory  64 KiB and the head of one part
//   thread  one at a time; next() reads from disk
class MultipartBody {
public:
    using Field = std::pair<std::string, std::string>;

    //   files     outlive the body; each is opened when its turn comes
    //   boundary  of characters that no header quotes; random, so that no file can hold it
    MultipartBody(
        std::vector<Field> fields, std::span<const PlannedFile> files, std::string boundary
    );

    std::string content_type() const;
    std::uint64_t bytes() const { return bytes_; }

    // The next bytes, valid until the next call; empty at the end.
    //   errors  errno: a file cannot be read; Errc::file_changed: it has become shorter
    Result<std::string_view> next();

    // The file that is being sent, or was when next() failed; its index in `files`.
    std::size_t file_index() const { return next_file_ == 0 ? 0 : next_file_ - 1; }

private:
    std::string head_of(const PlannedFile& file) const;
    Result<std::string_view> begin_file();
    Result<std::string_view> file_bytes();

    std::vector<Field> fields_;
    std::span<const PlannedFile> files_;
    std::string boundary_;
    std::uint64_t bytes_ = 0;

    std::string head_;  // what next() has just given, where that is no file's bytes
    bool fields_sent_ = false;
    bool end_sent_ = false;
    std::size_t next_file_ = 0;
    UniqueFd open_;
    std::uint64_t left_of_file_ = 0;
    std::array<char, 64_KiB> piece_;
};

// The parameters of a Content-Disposition that name a file: exact for every name there is. Names
// that quoting could change go as filename* (RFC 5987), with a plain stand-in beside it.
std::string filename_parameters(std::string_view filename);

}  // namespace ingestd::client
