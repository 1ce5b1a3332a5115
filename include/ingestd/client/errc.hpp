// What can go wrong between a client and its server.
#pragma once

#include <string_view>
#include <type_traits>

#include <ingestd/base/errc.hpp>

namespace ingestd::client {

//   unreachable  no connection came about, or it was lost and did not come back
//   answer_lost  the connection broke before the answer came: what was asked may have been done
//   silent       connected, but for too long nothing moved
//   refused      the server answered that it will not
//   bad_folder   a folder of questions and judgements is not in BEIR's form
//   bad_answer   it answered what a server of ours does not
enum class Errc {
    bad_address = 1,
    unreachable,
    answer_lost,
    silent,
    refused,
    bad_answer,
    unknown_upload,
    file_changed,
    same_name,
    bad_folder
};

std::string_view describe(Errc code);
inline boost::system::error_code make_error_code(Errc code) {
    return make_room_code("client", code);
}

}  // namespace ingestd::client

template <>
struct boost::system::is_error_code_enum<ingestd::client::Errc> : std::true_type {};
