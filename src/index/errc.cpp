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
        case Errc::damaged:
            return "the file of the collection is damaged";
        case Errc::missing:
            return "the file of the collection is missing";
        case Errc::sync_failed:
            return "the disk could not sync what was written";
        case Errc::other_embedding:
            return "the collection's vectors are made by another model";
    }
    return "unknown";
}

boost::system::error_condition condition_of(Errc value) {
    namespace conditions = boost::system::errc;
    if (value == Errc::sync_failed) return conditions::make_error_condition(conditions::io_error);
    return {static_cast<int>(value), make_error_code(value).category()};
}

}  // namespace ingestd::index
