#include <ingestd/search/errc.hpp>

namespace ingestd::search {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::unknown_collection:
            return "there is no such collection";
        case Errc::damaged:
            return "the collection is damaged";
    }
    return "unknown";
}

}  // namespace ingestd::search
