#include <ingestd/progress/errc.hpp>

namespace ingestd::progress {

std::string_view describe(Errc errc) {
    switch (errc) {
        case Errc::unknown_upload:
            return "no progress is known of this upload";
        case Errc::closed:
            return "progress is no longer told: the server is going down";
    }
    return "unknown";
}

}  // namespace ingestd::progress
