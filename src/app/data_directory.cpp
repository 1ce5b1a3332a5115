#include <algorithm>
#include <iterator>

#include <ingestd/app/data_directory.hpp>

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;

// 0 where there is none.
std::uintmax_t size_of(const fs::path& file) {
    std::error_code failed;
    const auto bytes = fs::file_size(file, failed);
    return failed ? 0 : bytes;
}

// A file below `folder`, at most one folder down, whose name ends like this.
bool has_file(const fs::path& folder, std::string_view extension) {
    std::error_code failed;
    for (fs::recursive_directory_iterator at{folder, failed}, end; !failed && at != end;
         at.increment(failed)) {
        if (at->path().extension() == extension) return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> wrong_with_data(const fs::path& directory) {
    const auto catalog = directory / "catalog.db";
    // A log alone is no catalog: it is only read with the file that it belongs to.
    if (size_of(catalog) > 0) return std::nullopt;
    if (size_of(directory / "catalog.db-wal") == 0 && !has_file(directory / "collections", ".db") &&
        !has_file(directory / "blobs", ".blob"))
        return std::nullopt;
    return catalog.string() + (fs::exists(catalog) ? " is empty" : " is missing") +
           ", but there are documents beside it that it knew of. Nothing was changed. `ingestd "
           "check`"
           " tells what of the data directory is sound, `ingestd restore` brings a backup back; a"
           " directory that is to begin anew has to be empty.";
}

}  // namespace ingestd::app
