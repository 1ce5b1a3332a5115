// How a service that enriches can fail.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::enrich {

//   bad_spec      the words that name an enricher cannot be read
//   no_key        there is none where it should be
//   unavailable   the service cannot be reached, is overloaded or fails: later it may not
//   refused       the service does not take this: the same again fails likewise
//   wrong_answer  of another form or number than was asked for
//   cancelled     by whoever asked, or because the service was closed
enum class Errc { bad_spec = 1, no_key, unavailable, refused, wrong_answer, cancelled };

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("enrich", value);
}

}  // namespace ingestd::enrich

template <>
struct boost::system::is_error_code_enum<ingestd::enrich::Errc> : std::true_type {};
