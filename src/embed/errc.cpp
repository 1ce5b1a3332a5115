#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::bad_spec:
            return "an embedder cannot be named so";
        case Errc::cannot_open:
            return "the embedder cannot be opened";
        case Errc::unavailable:
            return "the embedding service is not available";
        case Errc::refused:
            return "the embedder refused";
        case Errc::wrong_answer:
            return "the embedder gave a wrong answer";
        case Errc::cancelled:
            return "cancelled";
    }
    return "unknown";
}

bool is_transient(const Error& error) {
    return error.code == Errc::unavailable;
}

}  // namespace ingestd::embed
