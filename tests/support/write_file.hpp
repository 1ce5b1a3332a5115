// A file for a test to find, with the folders it stands in.
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace ingestd::test {

inline std::filesystem::path write_file(std::filesystem::path file, std::string_view content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << content;
    return file;
}

}  // namespace ingestd::test
