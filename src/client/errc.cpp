#include <ingestd/client/errc.hpp>

namespace ingestd::client {

std::string_view describe(Errc code) {
    switch (code) {
        case Errc::bad_address:
            return "this is not the address of a server";
        case Errc::unreachable:
            return "the server cannot be reached";
        case Errc::answer_lost:
            return "the connection broke before the answer came";
        case Errc::silent:
            return "the server has gone silent";
        case Errc::refused:
            return "the server refused";
        case Errc::bad_answer:
            return "the answer is not one of ingestd";
        case Errc::unknown_upload:
            return "the server does not know this upload";
        case Errc::file_changed:
            return "a file changed while it was sent";
        case Errc::same_name:
            return "two files have the same name";
        case Errc::bad_folder:
            return "this is no folder of questions and judgements";
    }
    return "unknown";
}

}  // namespace ingestd::client
