// What can go wrong for somebody who asks about progress.
#pragma once

#include <string_view>
#include <type_traits>

#include <ingestd/base/errc.hpp>

namespace ingestd::progress {

enum class Errc {
    unknown_upload = 1,  // never published, or forgotten: the catalog may know it
    closed,              // the tracker has been closed: the server is going down
};

std::string_view describe(Errc errc);

inline boost::system::error_code make_error_code(Errc errc) {
    return make_room_code<Errc>("progress", errc);
}

}  // namespace ingestd::progress

template <>
struct boost::system::is_error_code_enum<ingestd::progress::Errc> : std::true_type {};
