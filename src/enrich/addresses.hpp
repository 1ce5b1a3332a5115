// The e-mail addresses and URLs that a text names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::enrich {

inline constexpr std::size_t addresses_max = 16;  // of each kind
inline constexpr std::size_t url_bytes_max =
    500;  // a longer one is left out: half of it leads nowhere
inline constexpr std::size_t email_bytes_max = 254;  // RFC 5321

struct FoundAddresses {
    std::vector<std::string> emails;
    std::vector<std::string> urls;
};

// Of each kind the first addresses_max, none twice. E-mail addresses in lower case; of URLs (http,
// https, ftp, or beginning with www.) scheme and host are, without the punctuation and the closing
// bracket of the sentence around them. Within a URL no e-mail address is looked for.
//   text   well-formed UTF-8
FoundAddresses find_addresses(std::string_view text);

}  // namespace ingestd::enrich
