// How reading and deleting in a collection can fail.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::collections {

//   no_original  the document's bytes are not kept (any more)
//   damaged  the collection's file is damaged or gone; the words tell what to do
enum class Errc {
    unknown_collection = 1,
    unknown_document,
    bad_cursor,
    damaged,
    no_original,
    unknown_chunk
};

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("collections", value);
}

}  // namespace ingestd::collections

template <>
struct boost::system::is_error_code_enum<ingestd::collections::Errc> : std::true_type {};
