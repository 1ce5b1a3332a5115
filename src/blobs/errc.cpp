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
    }
    return "unknown";
}

}  // namespace ingestd::blobs
