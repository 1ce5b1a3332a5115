#include <ingestd/app/errc.hpp>
#include <ingestd/app/locations.hpp>
#include <unistd.h>

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;

bool can_be_executed(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

fs::path default_data_dir(const Environment& environment) {
    // A relative XDG_DATA_HOME is to be ignored.  source: XDG Base Directory Specification 0.8
    if (const auto xdg = environment("XDG_DATA_HOME"); xdg && fs::path{*xdg}.is_absolute()) {
        return fs::path{*xdg} / "ingestd";
    }
    if (const auto home = environment("HOME"); home && !home->empty()) {
        return fs::path{*home} / ".local" / "share" / "ingestd";
    }
    return "ingestd-data";
}

Result<fs::path> find_extract_program(const Configuration& configuration) {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    return find_extract_program(configuration, program);
}

Result<fs::path> find_extract_program(const Configuration& configuration, const fs::path& program) {
    std::vector<fs::path> candidates;
    if (!configuration.extract_program.empty()) {
        candidates.push_back(configuration.extract_program);
    } else {
        const fs::path folder = program.parent_path();
        candidates.push_back(folder / "ingestd-extract");
        candidates.push_back((folder.parent_path() / "libexec" / "ingestd") / "ingestd-extract");
    }
    std::string tried;
    for (const auto& candidate : candidates) {
        if (can_be_executed(candidate)) return candidate;
        tried += (tried.empty() ? "" : ", nor ") + candidate.string();
    }
    return Error{
        Errc::no_extract_program,
        "there is no program to execute at " + tried + "; --extract-program says where it is"};
}

}  // namespace ingestd::app
