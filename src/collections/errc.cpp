#include <ingestd/collections/errc.hpp>

namespace ingestd::collections {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::unknown_collection:
            return "there is no such collection";
        case Errc::unknown_document:
            return "there is no such document";
        case Errc::bad_cursor:
            return "the cursor is none of this list";
        case Errc::damaged:
            return "the collection is damaged";
        case Errc::no_original:
            return "the document's bytes are not kept";
        case Errc::unknown_chunk:
            return "there is no such chunk";
    }
    return "unknown";
}

}  // namespace ingestd::collections
