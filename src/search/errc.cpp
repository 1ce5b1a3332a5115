#include <ingestd/search/errc.hpp>

namespace ingestd::search {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::unknown_collection:
            return "there is no such collection";
    }
    return "unknown";
}

}  // namespace ingestd::search
