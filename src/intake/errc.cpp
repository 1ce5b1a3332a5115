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
    }
    return "unknown";
}

}  // namespace ingestd::intake
