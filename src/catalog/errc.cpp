#include <ingestd/catalog/errc.hpp>

namespace ingestd::catalog {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::corrupt:
            return "the catalog is damaged";
        case Errc::newer_schema:
            return "the catalog was written by a newer version of ingestd";
        case Errc::locked:
            return "the catalog is held by another process";
        case Errc::disk_full:
            return "the disk is full";
        case Errc::sync_failed:
            return "the disk could not sync what was written";
        case Errc::unknown_collection:
            return "there is no such collection";
        case Errc::unknown_upload:
            return "there is no such upload";
        case Errc::key_reused:
            return "the idempotency key was given with another request";
        case Errc::unfinished:
            return "the upload has not ended";
        case Errc::nothing_failed:
            return "no document of the upload failed";
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

}  // namespace ingestd::catalog
