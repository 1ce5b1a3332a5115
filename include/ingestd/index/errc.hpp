// How a generation answers when it cannot do what was asked.
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>

namespace ingestd::index {

//   unknown_document  its row is gone: discarded, removed, or replaced by a newer version
//   gap, incomplete   an earlier commit of the document failed
//   newer_schema      a later version of this program wrote the file
//   damaged           its file is not what was written; it is put aside by name, never deleted
//   missing           its file is gone, though it had been written
//   sync_failed       the disk could not promise what was written; nothing is written any more
//                     until the process has started again
//   other_embedding   its vectors are made by another model, or cannot be kept: too short, too long
enum class Errc {
    unknown_document = 1,
    gap,
    incomplete,
    removed,
    newer_schema,
    damaged,
    missing,
    sync_failed,
    other_embedding,
};

std::string_view describe(Errc value);
// What the disk denies is everybody's word: errno's condition; the rest is our own.
boost::system::error_condition condition_of(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("index", value);
}

}  // namespace ingestd::index

template <>
struct boost::system::is_error_code_enum<ingestd::index::Errc> : std::true_type {};
