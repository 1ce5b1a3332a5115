// How the blob store answers when it cannot do what was asked.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::blobs {

//   sync_failed  the disk could not promise the bytes; the blob is not stored
//   damaged      its bytes do not give its name
enum class Errc { missing = 1, disk_full, sync_failed, damaged };

std::string_view describe(Errc value);
// What the disk denies is everybody's word: errno's conditions; the rest is our own.
boost::system::error_condition condition_of(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("blobs", value);
}

}  // namespace ingestd::blobs

template <>
struct boost::system::is_error_code_enum<ingestd::blobs::Errc> : std::true_type {};
