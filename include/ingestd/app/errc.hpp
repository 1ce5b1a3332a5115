// What can keep the program from starting.
#pragma once

#include <string_view>
#include <type_traits>

#include <ingestd/base/errc.hpp>

namespace ingestd::app {

enum class Errc { data_dir_locked = 1, no_extract_program, bad_configuration_file };

std::string_view describe(Errc code);
inline boost::system::error_code make_error_code(Errc code) {
    return make_room_code("app", code);
}

}  // namespace ingestd::app

template <>
struct boost::system::is_error_code_enum<ingestd::app::Errc> : std::true_type {};
