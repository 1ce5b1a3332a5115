#include <ingestd/vector/errc.hpp>

namespace ingestd::vector {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::needs_rebuilding:
            return "the vector index has to be made anew";
        case Errc::not_unit:
            return "the vector is not of unit length";
        case Errc::wrong_dimension:
            return "the vector has another dimension than the index";
        case Errc::out_of_order:
            return "the row is not above those before";
        case Errc::full:
            return "the vector index is full";
    }
    return "unknown";
}

}  // namespace ingestd::vector
