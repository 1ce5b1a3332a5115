// What can go wrong with an upload as a whole.
#pragma once

#include <string_view>
#include <type_traits>

#include <ingestd/base/errc.hpp>

namespace ingestd::intake {

enum class Errc { unknown_upload = 1, already_ended, stopping, nothing_stored, unreadable };

std::string_view describe(Errc code);
inline boost::system::error_code make_error_code(Errc code) {
    return make_room_code("intake", code);
}

}  // namespace ingestd::intake

template <>
struct boost::system::is_error_code_enum<ingestd::intake::Errc> : std::true_type {};
