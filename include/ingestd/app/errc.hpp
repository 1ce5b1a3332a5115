// What can keep the program from starting, and the commands that look after its data from working.
#pragma once

#include <string_view>
#include <type_traits>

#include <ingestd/base/errc.hpp>

namespace ingestd::app {

//   source_damaged  what is to be copied is not whole
//   not_a_data_dir  a backup, or a restore that has not ended
enum class Errc {
    data_dir_locked = 1,
    no_extract_program,
    bad_configuration_file,
    destination_exists,
    backup_running,
    no_space,
    source_damaged,
    holds_data,
    not_a_data_dir,
    bad_socket,
};

std::string_view describe(Errc code);
inline boost::system::error_code make_error_code(Errc code) {
    return make_room_code("app", code);
}

}  // namespace ingestd::app

template <>
struct boost::system::is_error_code_enum<ingestd::app::Errc> : std::true_type {};
