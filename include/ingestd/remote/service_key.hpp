// The secret that a service is shown.
#pragma once

#include <string>

#include <ingestd/base/result.hpp>

namespace ingestd::remote {

// From a file or an environment variable, whichever is named; empty: neither is. One line of
// visible ASCII, without the line end that editors leave.
//   errors  Errc::bad_spec: both are named; Errc::no_key: there is none where it should be
Result<std::string> read_service_key(const std::string& file, const std::string& variable);

}  // namespace ingestd::remote
