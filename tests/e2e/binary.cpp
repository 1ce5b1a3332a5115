#include "binary.hpp"

#include <cstdlib>

namespace ingestd::e2e {

const std::string& ingestd_binary() {
    static const std::string path = [] {
        const char* const named = std::getenv("INGESTD_BINARY");
        return std::string{named != nullptr ? named : INGESTD_BINARY};
    }();
    return path;
}

bool is_sanitized() {
    return std::getenv("INGESTD_BINARY_SANITIZED") != nullptr;
}

}  // namespace ingestd::e2e
