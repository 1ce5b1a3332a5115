#include <ingestd/remote/errc.hpp>

namespace ingestd::remote {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::bad_address:
            return "this is no address of a service";
        case Errc::unreachable:
            return "the service cannot be reached";
        case Errc::untrusted:
            return "the service's certificate is not trusted";
        case Errc::timed_out:
            return "the service did not answer in time";
        case Errc::broken:
            return "the connection to the service broke";
        case Errc::too_large:
            return "the service's answer is too large";
        case Errc::cancelled:
            return "cancelled";
        case Errc::bad_spec:
            return "this cannot be named so";
        case Errc::no_key:
            return "the service's key is missing";
    }
    return "unknown";
}

}  // namespace ingestd::remote
