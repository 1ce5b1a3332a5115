// How making embeddings can fail, and whether trying again is worth it.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>
#include <ingestd/base/result.hpp>

namespace ingestd::embed {

//   bad_spec      the words that name an embedder cannot be read
//   cannot_open   a file or a library is missing, or is not what it should be
//   unavailable   the service cannot be reached, is overloaded or fails: later it may not
//   refused       the service, or the model, does not take this: the same again fails likewise
//   wrong_answer  vectors of another count or dimension, or that are no numbers
//   cancelled     by whoever asked, or because the embedder was closed
enum class Errc { bad_spec = 1, cannot_open, unavailable, refused, wrong_answer, cancelled };

std::string_view describe(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("embed", value);
}

// Whether the same call may succeed later. All else is permanent, or was cancelled.
bool is_transient(const Error& error);

}  // namespace ingestd::embed

template <>
struct boost::system::is_error_code_enum<ingestd::embed::Errc> : std::true_type {};
