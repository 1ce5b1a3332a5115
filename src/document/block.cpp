#include <ingestd/document/block.hpp>

namespace ingestd {

std::string_view separator_text(Separator separator) {
    switch (separator) {
        case Separator::none:
            return "";
        case Separator::line:
            return "\n";
        case Separator::paragraph:
            return "\n\n";
    }
    return "";
}

}  // namespace ingestd
