// The language of a whole document.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace ingestd::enrich {

// That of most of its bytes.
//   thread  one at a time
class LanguageTally {
public:
    void add(const std::string& language, std::uint64_t bytes);
    std::string language() const;  // "und" when no chunk could tell

private:
    std::map<std::string, std::uint64_t> bytes_by_language_;
};

}  // namespace ingestd::enrich
