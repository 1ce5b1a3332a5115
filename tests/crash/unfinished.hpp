// Which uploads a server has in work.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ingestd::crash {

//   filter  more of the query, as "&collection=notes"
//   errors  throws what the wire throws
std::vector<std::string> unfinished_uploads(std::uint16_t port, const std::string& filter = {});

}  // namespace ingestd::crash
