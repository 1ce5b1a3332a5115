// How a vector index can fail.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::vector {

//   needs_rebuilding  the file is damaged, of another dimension, format or machine: make it anew
//                     (VectorIndex::create) and append everything again
//   not_unit          a vector of another length than one, or with what is no number
//   wrong_dimension   a vector of another dimension than the index has
//   out_of_order      a row that is not above all that were appended before
//   full              no more slots: some 66 million, dead ones counted
enum class Errc { needs_rebuilding = 1, not_unit, wrong_dimension, out_of_order, full };

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("vector", value);
}

}  // namespace ingestd::vector

template <>
struct boost::system::is_error_code_enum<ingestd::vector::Errc> : std::true_type {};
