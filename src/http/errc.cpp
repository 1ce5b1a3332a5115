#include <ingestd/http/errc.hpp>

namespace ingestd::http {

std::string_view describe(Errc code) {
    switch (code) {
        case Errc::bad_head:
            return "the request's head is malformed";
        case Errc::bad_version:
            return "not HTTP/1.0 or HTTP/1.1";
        case Errc::head_too_large:
            return "the request's head is too large";
        case Errc::head_too_slow:
            return "the request's head took too long";
        case Errc::bad_framing:
            return "the chunked body is malformed";
        case Errc::truncated_body:
            return "the body ended early";
        case Errc::body_too_large:
            return "the body is too large";
        case Errc::body_too_slow:
            return "the body came too slowly";
        case Errc::bad_multipart:
            return "the multipart body is malformed";
        case Errc::truncated_multipart:
            return "the multipart body ended before its closing boundary";
        case Errc::too_many_documents:
            return "the upload has too many documents";
        case Errc::timed_out:
            return "the peer took too long";
        case Errc::peer_closed:
            return "the peer closed the connection";
        case Errc::peer_silent:
            return "the peer was silent for too long";
        case Errc::stopping:
            return "the server is stopping";
    }
    return "unknown";
}

}  // namespace ingestd::http
