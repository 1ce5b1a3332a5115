// How a search can fail.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::search {

//   damaged      the collection's file is damaged or gone; the words tell what to do
//   no_vectors   it was asked by vector, and the collection has none, or the server nothing that
//                makes such vectors
//   no_embedding what makes vectors could not make the query's
enum class Errc { unknown_collection = 1, damaged, no_vectors, no_embedding };

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("search", value);
}

}  // namespace ingestd::search

template <>
struct boost::system::is_error_code_enum<ingestd::search::Errc> : std::true_type {};
