// How a call to a service can fail before it is answered.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::remote {

//   bad_address  not http(s)://HOST[:PORT][/PATH]
//   unreachable  no such host, refused, or connecting took too long
//   untrusted    its certificate is not one that this machine trusts
//   timed_out    nothing moved for too long
//   broken       the connection ended before the answer did, or it was no HTTP
//   too_large    the answer has more bytes than were asked for
//   cancelled    by whoever asked, or because the client was closed
//   bad_spec     the words that name a service cannot be read
//   no_key       there is none where it should be
enum class Errc {
    bad_address = 1,
    unreachable,
    untrusted,
    timed_out,
    broken,
    too_large,
    cancelled,
    bad_spec,
    no_key
};

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("remote", value);
}

}  // namespace ingestd::remote

template <>
struct boost::system::is_error_code_enum<ingestd::remote::Errc> : std::true_type {};
