// Writes zip packages for tests, so that none has to be kept as a file.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <zip.h>

namespace ingestd::test {

using ZipParts = std::vector<std::pair<std::string, std::string>>;

//   password  encrypts every part, when it is not empty
struct ZipExtras {
    std::string password = {};
};

// The bytes of a package with these parts, compressed; a part named "mimetype" is stored.
inline std::string make_zip(const ZipParts& parts, const ZipExtras& extras = {}) {
    zip_error_t error;
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (archive == nullptr) throw std::runtime_error{"no archive could be begun"};
    zip_source_keep(source);
    for (const auto& [name, text] : parts) {
        auto* part = zip_source_buffer(archive, text.data(), text.size(), 0);
        const auto index = static_cast<zip_uint64_t>(zip_file_add(archive, name.c_str(), part, 0));
        if (name == "mimetype") zip_set_file_compression(archive, index, ZIP_CM_STORE, 0);
        if (!extras.password.empty()) {
            zip_file_set_encryption(archive, index, ZIP_EM_AES_256, extras.password.c_str());
        }
    }
    if (zip_close(archive) != 0) throw std::runtime_error{"the archive could not be written"};
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

}  // namespace ingestd::test
