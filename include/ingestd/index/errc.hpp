// How a generation answers when it cannot do what was asked.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::index {

//   unknown_document  its row is gone: discarded, removed, or replaced by a newer version
//   gap, incomplete   an earlier commit of the document failed
//   newer_schema     a later version of this program wrote the file
enum class Errc { unknown_document = 1, gap, incomplete, removed, newer_schema };

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("index", value);
}

}  // namespace ingestd::index

template <>
struct boost::system::is_error_code_enum<ingestd::index::Errc> : std::true_type {};
