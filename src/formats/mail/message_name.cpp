#include "message_name.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>

#include "../archive/entry_name.hpp"
#include "../block_writer.hpp"

namespace ingestd::formats {

std::string message_name(std::string_view subject) {
    constexpr std::size_t subject_bytes_max = 120;
    std::string name{trimmed(utf8::prefix(subject, subject_bytes_max))};
    std::replace(name.begin(), name.end(), '/', '-');
    std::replace(name.begin(), name.end(), '\\', '-');
    if (!name.empty()) name = harmless_name("_" + name).name.substr(1);
    return (name.empty() ? "message" : name) + ".eml";
}

}  // namespace ingestd::formats
