// How the catalog answers when it cannot do what was asked.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::catalog {

//   locked       another process holds the file
//   sync_failed  the disk could not promise what was written, now or earlier: nothing is
//                acknowledged until the catalog has been opened again
//   key_reused   the idempotency key was given with another request
//   unfinished   the upload has not ended: what of it fails is not known yet
enum class Errc {
    corrupt = 1,
    newer_schema,
    locked,
    disk_full,
    sync_failed,
    unknown_collection,
    unknown_upload,
    key_reused,
    unfinished,
    nothing_failed,
};

std::string_view describe(Errc value);
// What the disk denies is everybody's word: errno's conditions; the rest is our own.
boost::system::error_condition condition_of(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("catalog", value);
}

}  // namespace ingestd::catalog

template <>
struct boost::system::is_error_code_enum<ingestd::catalog::Errc> : std::true_type {};
