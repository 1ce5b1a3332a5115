// Gives a room's `enum class Errc` its error category, so that a value of it is an error_code.
//
//   // include/ingestd/blobs/errc.hpp
//   enum class Errc { missing = 1, disk_full };
//   std::string_view describe(Errc);                       // defined in the room's errc.cpp
//   inline boost::system::error_code make_error_code(Errc e) {
//       return make_room_code<Errc>("blobs", e);
//   }
//   // Where other rooms must know it for what it is without seeing this one:
//   boost::system::error_condition condition_of(Errc);     // declared before make_error_code
//   … template <> struct boost::system::is_error_code_enum<ingestd::blobs::Errc> : std::true_type
//   {};
#pragma once

#include <string>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

namespace ingestd {

// The category of one room; `describe(Errc)` and `condition_of(Errc)` are found by
// argument-dependent lookup.
template <class Errc>
class RoomCategory final : public boost::system::error_category {
public:
    explicit RoomCategory(const char* room) : room_{room} {}
    const char* name() const noexcept override { return room_; }
    std::string message(int value) const override {
        return std::string{describe(static_cast<Errc>(value))};
    }
    boost::system::error_condition default_error_condition(int value) const noexcept override {
        if constexpr (requires(Errc code) { condition_of(code); }) {
            return condition_of(static_cast<Errc>(value));
        } else {
            return {value, *this};
        }
    }

private:
    const char* room_;
};

template <class Errc>
boost::system::error_code make_room_code(const char* room, Errc value) {
    static const RoomCategory<Errc> category{room};
    return {static_cast<int>(value), category};
}

}  // namespace ingestd
