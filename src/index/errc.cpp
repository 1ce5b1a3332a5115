#include <ingestd/index/errc.hpp>

namespace ingestd::index {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::unknown_document:
            return "there is no such document in the ledger";
        case Errc::gap:
            return "chunks are missing before these";
        case Errc::incomplete:
            return "not all of its chunks are committed";
        case Errc::newer_schema:
            return "a newer program has written the file";
        case Errc::removed:
            return "the generation has been removed";
    }
    return "unknown";
}

}  // namespace ingestd::index
