#include <algorithm>
#include <unordered_set>

#include <ingestd/app/data_dir_check.hpp>
#include <ingestd/app/data_lock.hpp>
#include <ingestd/blobs/inspection.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/index/inspection.hpp>

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;
using catalog::CatalogSnapshot;
using catalog::PromisedBlob;
using catalog::PromisedGeneration;

const std::string swept_at_start = "nothing to do: the next start of the server removes it";

std::vector<blobs::ExpectedBlob> as_expected(const std::vector<PromisedBlob>& promised) {
    std::vector<blobs::ExpectedBlob> expected;
    expected.reserve(promised.size());
    for (const auto& blob : promised) {
        expected.push_back({{blob.sha256, blob.bytes}, blob.needed_by});
    }
    return expected;
}

// What the catalog promises now, for a second look at what was not there: while a server runs it
// may have been given up meanwhile. nullopt: it cannot be read (any more), so the first look
// counts.
std::optional<std::vector<PromisedBlob>> promised_blobs_now(const fs::path& catalog_file) {
    auto snapshot = CatalogSnapshot::take(catalog_file);
    if (!snapshot) return std::nullopt;
    auto blobs = snapshot->blobs();
    if (!blobs) return std::nullopt;
    return std::move(*blobs);
}

bool is_promised_now(const fs::path& catalog_file, const GenerationId& id) {
    auto snapshot = CatalogSnapshot::take(catalog_file);
    if (!snapshot) return true;
    const auto generations = snapshot->generations();
    if (!generations) return true;
    return std::ranges::any_of(*generations, [&](const auto& one) { return one.id == id; });
}

// One run over a data directory.
class Check {
public:
    Check(CheckReport& report, const std::function<void(const std::string&)>& tell)
        : report_{report}, tell_{tell} {}

    void look_at_blobs(const std::vector<PromisedBlob>& promised);
    void look_at_generation(const PromisedGeneration& promised);
    void look_at_unknown_files(const std::vector<PromisedGeneration>& promised);

    fs::path catalog_file() const { return report_.data_dir / "catalog.db"; }
    void say(const std::string& what) const {
        if (tell_) tell_(what);
    }

private:
    void look_at_collection_files(const std::vector<PromisedGeneration>& promised);

    CheckReport& report_;
    const std::function<void(const std::string&)>& tell_;
};

void Check::look_at_blobs(const std::vector<PromisedBlob>& promised) {
    say("blobs");
    report_.blobs_needed = promised.size();
    const auto root = report_.data_dir / "blobs";
    std::error_code ignored;
    auto checked = fs::exists(root, ignored) ? blobs::check_blobs(root, as_expected(promised))
                                             : Result<blobs::BlobCheck>{blobs::BlobCheck{}};
    if (!checked) {
        report_.findings.add_damage(
            {"blobs", "cannot be read: " + checked.error().code.message(), "mend its permissions"}
        );
        return;
    }
    if (!fs::exists(root, ignored)) checked->missing = as_expected(promised);
    report_.blobs_sound = checked->sound;
    report_.blob_bytes = checked->bytes;
    report_.findings.add(checked->findings);
    if (checked->missing.empty()) return;
    const auto still = promised_blobs_now(catalog_file());
    for (const auto& missing : checked->missing) {
        const auto is_it = [&](const PromisedBlob& blob) {
            return blob.sha256 == missing.ref.sha256;
        };
        if (still && std::ranges::none_of(*still, is_it)) {
            --report_.blobs_needed;
        } else {
            report_.findings.add_damage(blobs::missing_blob(missing));
        }
    }
}

void Check::look_at_generation(const PromisedGeneration& promised) {
    say("collection " + promised.collection);
    auto& entry = report_.generations.emplace_back();
    entry.id = promised.id;
    entry.collection = promised.collection;
    const auto file = index::generation_file(report_.data_dir / "collections", promised.id);
    const auto shown = "collections/" + file.filename().string();
    const auto add_damage = [&](const std::string& what, const std::string& advice) {
        entry.is_sound = false;
        report_.findings.add_damage(
            {shown, what + "; collection " + promised.collection + " is in it", advice}
        );
    };
    auto snapshot = index::GenerationSnapshot::take(file);
    if (!snapshot) {
        const auto& error = snapshot.error();
        const bool is_missing = error.code == boost::system::errc::no_such_file_or_directory;
        if (is_missing && !promised.has_content) return;
        if (is_missing && !is_promised_now(catalog_file(), promised.id)) {
            report_.generations.pop_back();
            return;
        }
        add_damage(
            is_missing ? "is not there" : error.detail,
            "restore a backup, or upload the collection's documents again"
        );
        return;
    }
    entry.is_made = true;
    const auto checked = snapshot->check();
    entry.documents = checked.documents;
    entry.chunks = checked.chunks;
    entry.is_sound = checked.findings.is_sound();
    report_.findings.add(checked.findings);
}

// The names that belong to a database, from the name of one of its files.
std::string database_of(std::string name) {
    for (const std::string_view suffix : {"-wal", "-shm"}) {
        if (name.ends_with(suffix)) name.erase(name.size() - suffix.size());
    }
    return name;
}

void Check::look_at_collection_files(const std::vector<PromisedGeneration>& promised) {
    std::unordered_set<std::string> known;
    for (const auto& generation : promised) {
        for (const auto* suffix : {".db", ".vectors", ".vectors.new"})
            known.insert(generation.id.str() + suffix);
    }
    std::error_code failed;
    for (fs::directory_iterator file{report_.data_dir / "collections", failed}, end;
         !failed && file != end;
         file.increment(failed)) {
        const auto name = file->path().filename().string();
        if (known.contains(database_of(name))) continue;
        const bool is_generation =
            GenerationId::parse(fs::path{database_of(name)}.stem().string()) &&
            database_of(name).ends_with(".db");
        report_.findings.add_note(
            {"collections/" + name,
             is_generation ? "no collection has this generation" : "is none of the server's files",
             is_generation ? swept_at_start : ""}
        );
    }
}

void Check::look_at_unknown_files(const std::vector<PromisedGeneration>& promised) {
    look_at_collection_files(promised);
    static const std::unordered_set<std::string> known = {
        "catalog.db", "blobs", "collections", "lock", "progress.told", "backup"};
    std::error_code failed;
    for (fs::directory_iterator file{report_.data_dir, failed}, end; !failed && file != end;
         file.increment(failed)) {
        const auto name = file->path().filename().string();
        if (known.contains(database_of(name))) continue;
        report_.findings.add_note({name, "is none of the server's files", ""});
    }
    if (report_.server) return;  // what is on its way in
    for (fs::directory_iterator file{report_.data_dir / "blobs" / "staging", failed}, end;
         !failed && file != end;
         file.increment(failed)) {
        report_.findings.add_note(
            {"blobs/staging/" + file->path().filename().string(),
             "was never acknowledged",
             swept_at_start}
        );
    }
}

// What the catalog names.
struct Promised {
    std::vector<PromisedBlob> blobs;
    std::vector<PromisedGeneration> generations;
};

// nullopt: what follows would be judged by a catalog that cannot be read.
Result<std::optional<Promised>> look_at_catalog(CheckReport& report, const Check& check) {
    check.say("catalog");
    auto snapshot = CatalogSnapshot::take(check.catalog_file());
    if (!snapshot && snapshot.error().code != catalog::Errc::corrupt) return snapshot.error();
    if (!snapshot) {
        report.findings.add_damage(
            {"catalog.db",
             snapshot.error().detail,
             "restore the newest sound backup: ingestd restore"}
        );
        return std::optional<Promised>{};
    }
    auto checked = snapshot->check();
    report.schema_version = checked.schema_version;
    report.counts = checked.counts;
    report.findings.add(checked.findings);
    auto blobs = snapshot->blobs();
    auto generations = snapshot->generations();
    if (!blobs || !generations) return std::optional<Promised>{};
    return std::optional{Promised{std::move(*blobs), std::move(*generations)}};
    // The snapshot ends here: hashing all blobs may take hours, and as long as one lasts a running
    // server's log only grows.
}

}  // namespace

Result<CheckReport> check_data_dir(
    const fs::path& data_dir, const std::function<void(const std::string&)>& tell
) {
    CheckReport report;
    report.data_dir = data_dir;
    report.server = find_data_dir_holder(data_dir);
    Check check{report, tell};
    const auto promised = look_at_catalog(report, check);
    if (!promised) return promised.error();
    if (!*promised) return report;
    check.look_at_blobs((*promised)->blobs);
    for (const auto& generation : (*promised)->generations) check.look_at_generation(generation);
    check.look_at_unknown_files((*promised)->generations);
    return report;
}

}  // namespace ingestd::app
