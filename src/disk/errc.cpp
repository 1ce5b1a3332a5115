#include <ingestd/disk/errc.hpp>

namespace ingestd::disk {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::too_little_room:
            return "there is too little room on the disk";
        case Errc::read_only:
            return "the disk can only be read";
    }
    return "unknown";
}

boost::system::error_condition condition_of(Errc value) {
    namespace conditions = boost::system::errc;
    return conditions::make_error_condition(
        value == Errc::read_only ? conditions::read_only_file_system
                                 : conditions::no_space_on_device
    );
}

}  // namespace ingestd::disk
