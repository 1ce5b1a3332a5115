// Writes compound files for tests, so that none has to be kept as a file.
#pragma once

#include <map>
#include <string>

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf.h>

namespace ingestd::test {

struct Storage {
    std::map<std::string, std::string> streams = {};
    std::map<std::string, Storage> storages = {};
};

namespace compound_file {

inline void write(GsfOutfile* folder, const Storage& storage) {
    for (const auto& [name, bytes] : storage.streams) {
        auto* stream = gsf_outfile_new_child(folder, name.c_str(), FALSE);
        gsf_output_write(stream, bytes.size(), reinterpret_cast<const guint8*>(bytes.data()));
        gsf_output_close(stream);
        g_object_unref(stream);
    }
    for (const auto& [name, inner] : storage.storages) {
        auto* child = gsf_outfile_new_child(folder, name.c_str(), TRUE);
        write(GSF_OUTFILE(child), inner);
        gsf_output_close(child);
        g_object_unref(child);
    }
}

}  // namespace compound_file

inline std::string make_compound_file(const Storage& root) {
    gsf_init();
    auto* memory = gsf_output_memory_new();
    auto* file = gsf_outfile_msole_new(memory);
    compound_file::write(file, root);
    gsf_output_close(GSF_OUTPUT(file));
    const auto* bytes = gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory));
    std::string written{
        reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(gsf_output_size(memory))};
    g_object_unref(file);
    g_object_unref(memory);
    return written;
}

}  // namespace ingestd::test
