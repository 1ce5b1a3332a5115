// Documents for tests, as what an Extractor is given.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <ingestd/base/unique_fd.hpp>
#include <ingestd/extract/extractor.hpp>
#include <sys/mman.h>
#include <unistd.h>

namespace ingestd::test {

// `content` in a memory file.
inline UniqueFd memory_file(std::string_view content) {
    UniqueFd fd{::memfd_create("document", MFD_CLOEXEC)};
    while (!content.empty()) {
        const auto written = ::write(fd.get(), content.data(), content.size());
        if (written < 0) throw std::runtime_error{"memfd"};
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return fd;
}

inline extract::ExtractRequest request(
    std::string_view content, std::string filename = {}, std::string content_type = {}
) {
    extract::ExtractRequest made;
    made.content = memory_file(content);
    made.bytes = content.size();
    made.filename = std::move(filename);
    made.content_type = std::move(content_type);
    return made;
}

}  // namespace ingestd::test
