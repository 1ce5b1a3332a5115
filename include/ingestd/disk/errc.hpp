// Why nothing more can be taken in.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::disk {

enum class Errc { too_little_room = 1, read_only };

std::string_view describe(Errc value);
// Everybody's words: errno's conditions.
boost::system::error_condition condition_of(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("disk", value);
}

}  // namespace ingestd::disk

template <>
struct boost::system::is_error_code_enum<ingestd::disk::Errc> : std::true_type {};
