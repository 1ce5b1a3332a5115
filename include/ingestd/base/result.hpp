// What a call gives that can fail in normal life: its value, or an Error with words for a person.
#pragma once

#include <string>
#include <utility>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace ingestd {

// What went wrong.
//   code    category = room, value = that room's Errc; Asio's and errno's codes fit too
//   detail  for a person: which field, file, page, offset. No secrets, no content
struct Error {
    boost::system::error_code code;
    std::string detail;

    friend bool operator==(const Error&, const Error&) = default;
};

// Reached only when value() is called on a failed Result without looking: our bug.
[[noreturn]] void throw_exception_from_error(
    const Error& error, const boost::source_location& where
);

// `auto row = find(id); if (!row) return row.error();`
template <class T>
using Result = boost::system::result<T, Error>;

// The failed system call as an Error: errno with what was tried.
Error errno_error(std::string what);
Error errno_error(std::string what, int errno_value);

}  // namespace ingestd
