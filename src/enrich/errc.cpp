#include <ingestd/enrich/errc.hpp>

namespace ingestd::enrich {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::bad_spec:
            return "an enricher cannot be named so";
        case Errc::no_key:
            return "the enricher's key is missing";
        case Errc::unavailable:
            return "the enricher is not available";
        case Errc::refused:
            return "the enricher refused";
        case Errc::wrong_answer:
            return "the enricher gave a wrong answer";
        case Errc::cancelled:
            return "cancelled";
    }
    return "unknown";
}

}  // namespace ingestd::enrich
