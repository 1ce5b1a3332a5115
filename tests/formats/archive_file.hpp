// Writes archives for tests, so that none has to be kept as a file.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace ingestd::test {

//   link_to  makes it a symbolic link
struct PackedFile {
    std::string name;
    std::string bytes;
    std::string link_to = {};
    unsigned type = AE_IFREG;
};

//   format  as libarchive names them: "gnutar", "pax", "zip", "7zip", "cpio", "raw" …
//   packer  "gzip", "bzip2", "xz", "zstd"; empty: none
//   options "zip:encryption=aes256" …
struct ArchiveForm {
    std::string format;
    std::string packer = {};
    std::string password = {};
    std::string options = {};
};

namespace archive_file {

inline void require(archive* writer, int result) {
    if (result >= ARCHIVE_WARN) return;
    const char* why = archive_error_string(writer);
    throw std::runtime_error{why != nullptr ? why : "the archive could not be written"};
}

inline void write(archive* writer, const PackedFile& file) {
    auto* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_size(entry, static_cast<std::int64_t>(file.bytes.size()));
    archive_entry_set_filetype(entry, file.link_to.empty() ? file.type : AE_IFLNK);
    archive_entry_set_perm(entry, 0644);
    if (!file.link_to.empty()) archive_entry_set_symlink(entry, file.link_to.c_str());
    require(writer, archive_write_header(writer, entry));
    if (!file.bytes.empty()) archive_write_data(writer, file.bytes.data(), file.bytes.size());
    archive_entry_free(entry);
}

}  // namespace archive_file

inline std::string make_archive(const ArchiveForm& form, const std::vector<PackedFile>& files) {
    std::string bytes(16 << 20, '\0');
    std::size_t used = 0;
    auto* writer = archive_write_new();
    using archive_file::require;
    require(writer, archive_write_set_format_by_name(writer, form.format.c_str()));
    if (!form.packer.empty()) {
        require(writer, archive_write_add_filter_by_name(writer, form.packer.c_str()));
    }
    if (!form.options.empty()) {
        require(writer, archive_write_set_options(writer, form.options.c_str()));
    }
    if (!form.password.empty()) {
        require(writer, archive_write_set_passphrase(writer, form.password.c_str()));
    }
    require(writer, archive_write_open_memory(writer, bytes.data(), bytes.size(), &used));
    for (const auto& file : files) archive_file::write(writer, file);
    require(writer, archive_write_close(writer));
    archive_write_free(writer);
    bytes.resize(used);
    return bytes;
}

}  // namespace ingestd::test
