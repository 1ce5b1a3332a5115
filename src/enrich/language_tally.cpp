#include <algorithm>

#include <ingestd/enrich/language_tally.hpp>

namespace ingestd::enrich {

void LanguageTally::add(const std::string& language, std::uint64_t bytes) {
    if (language != "und") bytes_by_language_[language] += bytes;
}

std::string LanguageTally::language() const {
    const auto most = std::max_element(
        bytes_by_language_.begin(),
        bytes_by_language_.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; }
    );
    return most == bytes_by_language_.end() ? "und" : most->first;
}

}  // namespace ingestd::enrich
