// A tar archive, made by hand: for tests that must not link what reads it.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace ingestd::test {

// Regular files, in the POSIX ustar form.  REQUIRES: names of at most 99 bytes
inline std::string make_tar(const std::vector<std::pair<std::string, std::string>>& files) {
    constexpr std::size_t record = 512;
    std::string tar;
    for (const auto& [name, content] : files) {
        std::string head(record, '\0');
        const auto put = [&head](std::size_t at, const std::string& text) {
            std::ranges::copy(text, head.begin() + static_cast<std::ptrdiff_t>(at));
        };
        char size[12] = {};
        std::snprintf(size, sizeof size, "%011zo", content.size());
        put(0, name);
        put(100, "0000644");
        put(108, "0000000");
        put(116, "0000000");
        put(124, size);
        put(136, "00000000000");
        put(148, "        ");
        put(156, "0");
        put(257, "ustar");
        put(263, "00");
        unsigned sum = 0;
        for (const char c : head) sum += static_cast<unsigned char>(c);
        char checksum[8] = {};
        std::snprintf(checksum, sizeof checksum, "%06o", sum);
        put(148, checksum);
        head[154] = '\0';
        head[155] = ' ';
        tar += head + content;
        tar.append((record - content.size() % record) % record, '\0');
    }
    return tar.append(2 * record, '\0');
}

}  // namespace ingestd::test
