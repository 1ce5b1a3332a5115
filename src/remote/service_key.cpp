#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <ingestd/base/units.hpp>
#include <ingestd/remote/errc.hpp>
#include <ingestd/remote/service_key.hpp>

namespace ingestd::remote {
namespace {

constexpr std::size_t key_bytes_max = 4_KiB;

Result<std::string> read_key_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string key(key_bytes_max + 1, '\0');
    file.read(key.data(), static_cast<std::streamsize>(key.size()));
    if (file.bad() || (file.fail() && !file.eof()))
        return Error{Errc::no_key, "the key file " + path + " cannot be read"};
    key.resize(static_cast<std::size_t>(file.gcount()));
    return key;
}

Result<std::string> checked_key(std::string key, const std::string& where) {
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' '))
        key.pop_back();
    const auto is_visible = [](char c) { return c > ' ' && c < 0x7F; };
    if (key.empty() || key.size() > key_bytes_max || !std::ranges::all_of(key, is_visible))
        return Error{Errc::no_key, where + " holds no key: one line of visible ASCII"};
    return key;
}

}  // namespace

Result<std::string> read_service_key(const std::string& file, const std::string& variable) {
    if (!file.empty() && !variable.empty())
        return Error{Errc::bad_spec, "key_file and key_env exclude each other"};
    if (!file.empty()) {
        auto key = read_key_file(file);
        return key ? checked_key(std::move(*key), "the key file " + file) : key;
    }
    if (variable.empty()) return std::string{};
    const auto* const value = std::getenv(variable.c_str());
    return checked_key(value ? value : "", "the environment variable " + variable);
}

}  // namespace ingestd::remote
