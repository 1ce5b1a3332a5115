#include <ingestd/intake/errc.hpp>

namespace ingestd::intake {

std::string_view describe(Errc code) {
    switch (code) {
        case Errc::unknown_upload:
            return "no such upload";
        case Errc::already_ended:
            return "the upload has ended";
        case Errc::stopping:
            return "the server is stopping";
        case Errc::nothing_stored:
            return "the collection holds no documents";
        case Errc::unreadable:
            return "the collection cannot be read";
    }
    return "unknown";
}

}  // namespace ingestd::intake
