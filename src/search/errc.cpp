#include <ingestd/search/errc.hpp>

namespace ingestd::search {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::unknown_collection:
            return "there is no such collection";
        case Errc::damaged:
            return "the collection is damaged";
        case Errc::no_vectors:
            return "the collection cannot be searched by vectors";
        case Errc::no_embedding:
            return "no vector could be made of the query";
    }
    return "unknown";
}

}  // namespace ingestd::search
