#include <algorithm>
#include <map>
#include <set>

#include <ingestd/base/utf8.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/upload_plan.hpp>
#include <sys/stat.h>

namespace ingestd::client {
namespace {

namespace fs = std::filesystem;

// Walks what was given, depth first.
class Walk {
public:
    using OnFolder = std::function<void(const fs::path&)>;

    explicit Walk(OnFolder on_folder = {}) : on_folder_{std::move(on_folder)} {}

    //   name  how the path is called on the wire
    Result<void> take_given(const fs::path& path, const std::string& name) {
        struct stat found {};
        if (::stat(path.c_str(), &found) != 0) return errno_error("cannot upload " + path.string());
        take(path, name, found);
        return {};
    }

    UploadPlan finish() && { return std::move(plan_); }

private:
    void take(const fs::path& path, const std::string& name, const struct stat& found) {
        if (S_ISREG(found.st_mode)) {
            plan_.files.push_back(
                {path, utf8::repair(name), static_cast<std::uint64_t>(found.st_size)}
            );
        } else if (S_ISDIR(found.st_mode)) {
            take_folder(path, name, found);
        } else {
            skip(path, "neither a file nor a folder");
        }
    }

    void take_folder(const fs::path& path, const std::string& name, const struct stat& found) {
        if (!folders_.emplace(found.st_dev, found.st_ino).second) {
            return skip(path, "this folder is already taken (a link leads back to it)");
        }
        if (on_folder_) on_folder_(path);
        std::error_code failed;
        std::vector<std::string> entries;
        for (fs::directory_iterator at{path, failed}, end; !failed && at != end;
             at.increment(failed)) {
            entries.push_back(at->path().filename().string());
        }
        if (failed) skip_unread(path, name, failed);
        std::ranges::sort(entries);  // the same order on every machine
        for (const auto& entry : entries) take_entry(path / entry, name + '/' + entry);
    }

    void take_entry(const fs::path& path, const std::string& name) {
        if (path.filename().string().starts_with('.')) return skip(path, "hidden");
        struct stat found {};
        if (::stat(path.c_str(), &found) != 0) {
            return skip_unread(path, name, {errno, std::generic_category()});
        }
        take(path, name, found);
    }

    void skip(const fs::path& path, std::string reason) {
        plan_.skipped.push_back({path, std::move(reason)});
    }

    void skip_unread(const fs::path& path, const std::string& name, std::error_code why) {
        skip(path, "cannot be read: " + why.message());
        // What is gone since its folder was read is known to be gone. A link that leads nowhere may
        // lead somewhere again.
        struct stat found {};
        const bool is_gone = why.value() == ENOENT && ::lstat(path.c_str(), &found) != 0;
        if (!is_gone) plan_.unread.push_back(utf8::repair(name));
    }

    OnFolder on_folder_;
    UploadPlan plan_;
    std::set<std::pair<dev_t, ino_t>> folders_;
};

// "reports/" → "reports", "." → the name of the folder one is in.
std::string name_of(const fs::path& path) {
    const auto whole = fs::absolute(path).lexically_normal();
    const auto name = whole.has_filename() ? whole.filename() : whole.parent_path().filename();
    return name.empty() ? "root" : name.string();
}

Result<void> refuse_same_names(const std::vector<PlannedFile>& files) {
    std::map<std::string_view, const PlannedFile*> seen;
    for (const auto& file : files) {
        const auto [first, is_new] = seen.emplace(file.filename, &file);
        if (is_new) continue;
        return Error{
            Errc::same_name,
            first->second->path.string() + " and " + file.path.string() +
                " would both be the document " + file.filename +
                ": upload the folder that holds them, or one after the other to different "
                "collections"};
    }
    return {};
}

// Names differ, but for what repairing them has changed.
void skip_same_names(UploadPlan& plan) {
    std::set<std::string> seen;
    std::erase_if(plan.files, [&](const PlannedFile& file) {
        if (seen.insert(file.filename).second) return false;
        plan.skipped.push_back({file.path, "another file has the same name, once it is UTF-8"});
        return true;
    });
}

}  // namespace

Result<UploadPlan> plan_upload(std::span<const fs::path> paths) {
    Walk walk;
    for (const auto& path : paths) {
        if (auto taken = walk.take_given(path, name_of(path)); !taken) return taken.error();
    }
    auto plan = std::move(walk).finish();
    if (auto names = refuse_same_names(plan.files); !names) return names.error();
    return plan;
}

Result<UploadPlan> plan_folder(
    const fs::path& folder, const std::string& name, std::function<void(const fs::path&)> on_folder
) {
    std::error_code failed;
    // What cannot be read at all is an error, and so is a file. The slash follows a link.
    const fs::directory_iterator readable{folder / "", failed};
    if (failed) {
        return Error{
            {failed.value(), boost::system::system_category()},
            "cannot read the folder " + folder.string() + ": " + failed.message()};
    }
    Walk walk{std::move(on_folder)};
    if (auto taken = walk.take_given(folder, name); !taken) return taken.error();
    auto plan = std::move(walk).finish();
    skip_same_names(plan);
    return plan;
}

std::string folder_name(const fs::path& folder) {
    return utf8::repair(name_of(folder));
}

std::vector<std::span<const PlannedFile>> batches(
    std::span<const PlannedFile> files, const BatchBounds& bounds
) {
    std::vector<std::span<const PlannedFile>> cut;
    while (!files.empty()) {
        std::size_t count = 1;
        std::uint64_t bytes = files[0].bytes;
        while (count < files.size() && count < bounds.documents &&
               files[count].bytes <= bounds.bytes && bytes <= bounds.bytes - files[count].bytes) {
            bytes += files[count++].bytes;
        }
        cut.push_back(files.first(count));
        files = files.subspan(count);
    }
    return cut;
}

}  // namespace ingestd::client
