// Which `ingestd` is tested.
#pragma once

#include <string>

namespace ingestd::e2e {

// The program built with these tests, or the one that INGESTD_BINARY names: a sanitizer's build is
// tested by tests that need none themselves.
const std::string& ingestd_binary();

// Whether a sanitizer is in that program (INGESTD_BINARY_SANITIZED): what
// memory it then has says nothing of the server.
bool is_sanitized();

}  // namespace ingestd::e2e
