#include <ingestd/blobs/errc.hpp>

namespace ingestd::blobs {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::missing:
            return "there is no such blob";
        case Errc::disk_full:
            return "the disk is full";
        case Errc::sync_failed:
            return "the disk could not sync what was written";
        case Errc::damaged:
            return "the blob is not what its name says";
    }
    return "unknown";
}

boost::system::error_condition condition_of(Errc value) {
    namespace conditions = boost::system::errc;
    if (value == Errc::disk_full)
        return conditions::make_error_condition(conditions::no_space_on_device);
    if (value == Errc::sync_failed) return conditions::make_error_condition(conditions::io_error);
    return {static_cast<int>(value), make_error_code(value).category()};
}

}  // namespace ingestd::blobs
