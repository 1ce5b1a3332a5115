#include <algorithm>
#include <optional>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/catalog/inspection.hpp>
#include <ingestd/sqlite/inspection.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/catalog.hpp>

#include "answers.hpp"
#include "rows.hpp"

namespace ingestd::catalog {
namespace {

using sqlite::Connection;
using sqlite::Query;

constexpr std::uint32_t problems_max = 20;
const std::string from_a_backup = "restore the newest sound backup: ingestd restore";

Result<void> there_is(const std::filesystem::path& file) {
    std::error_code failed;
    if (std::filesystem::exists(file, failed)) return {};
    return errno_error("there is no " + file.string(), ENOENT);
}

// Columns filename and upload id, as a person would say them.
std::string document_of(const Query& row, int filename, int upload) {
    const auto name = row.string(filename);
    return (name.empty() ? std::string{"a document"} : log::quote_unless_plain(name)) +
           " of upload " + row.id<UploadId>(upload).str();
}

Sha256 hash_of(const Query& row, int column) {
    Sha256 hash;
    row.octets(column, hash.bytes);
    return hash;
}

void check_file(Connection& connection, Findings& findings) {
    for (auto& problem : sqlite::integrity_problems(connection, problems_max)) {
        findings.add_damage({"catalog.db", std::move(problem), from_a_backup});
    }
    for (auto& problem : sqlite::reference_problems(connection, problems_max)) {
        findings.add_damage({"catalog.db", std::move(problem), from_a_backup});
    }
}

void check_uploads(Connection& connection, Findings& findings) {
    auto torn = connection.query(sql::check_uploads);
    while (torn.step()) {
        findings.add_damage(
            {"upload " + torn.id<UploadId>(0).str(),
             std::to_string(torn.integer(2)) + " of its " + std::to_string(torn.integer(1)) +
                 " documents stand in the catalog",
             from_a_backup}
        );
    }
}

void check_bodies(Connection& connection, Findings& findings) {
    auto body = connection.query(sql::check_bodies);
    while (body.step()) {
        const auto content = body.text(2);
        const bool is_whole =
            content.size() == body.integer<std::uint64_t>(1) && sha256(content) == hash_of(body, 0);
        if (is_whole) continue;
        findings.add_damage(
            {"catalog.db",
             "the body of " + document_of(body, 3, 4) + " is not what was received",
             "upload that document again, or restore a backup"}
        );
    }
    auto unused = connection.query(sql::count_unused_bodies);
    unused.step();
    if (const auto count = unused.integer(0); count > 0) {
        findings.add_note(
            {"catalog.db", std::to_string(count) + " bodies that no document names", ""}
        );
    }
}

CatalogCounts read_counts(Connection& connection) {
    auto row = connection.query(sql::count_all);
    row.step();
    return {
        row.integer<std::uint64_t>(0),
        row.integer<std::uint64_t>(1),
        row.integer<std::uint64_t>(2),
        row.integer<std::uint64_t>(3)};
}

}  // namespace

struct CatalogSnapshot::State {
    explicit State(Connection opened) : connection{std::move(opened)}, transaction{connection} {}

    // Where questions are asked: the statements are written for the present schema.
    Connection& asked() { return brought_forward ? *brought_forward : connection; }

    Connection connection;
    sqlite::ReadTransaction transaction;
    std::uint64_t schema_version = 0;
    std::optional<Connection> brought_forward;  // a copy, where the file is of an earlier version
};

CatalogSnapshot::CatalogSnapshot(std::unique_ptr<State> state) : state_{std::move(state)} {}
CatalogSnapshot::CatalogSnapshot(CatalogSnapshot&&) noexcept = default;
CatalogSnapshot::~CatalogSnapshot() = default;

Result<CatalogSnapshot> CatalogSnapshot::take(const std::filesystem::path& file) {
    if (auto found = there_is(file); !found) return found.error();
    auto opened = sqlite::open_for_inspection(file);
    if (!opened) return in_our_words(opened.error());
    auto taken = sqlite::as_result([&]() -> Result<CatalogSnapshot> {
        auto state = std::make_unique<State>(std::move(*opened));
        state->schema_version = sqlite::schema_version(state->connection);  // the snapshot begins
        if (state->schema_version > std::size(sql::migrations)) {
            return Error{
                Errc::newer_schema,
                file.string() + " has schema version " + std::to_string(state->schema_version) +
                    ", this program knows " + std::to_string(std::size(sql::migrations))};
        }
        if (state->schema_version < std::size(sql::migrations)) {
            auto copy = sqlite::temporary_copy(state->connection);
            if (!copy) return copy.error();
            if (auto migrated = sqlite::migrate(*copy, sql::migrations); !migrated) {
                return migrated.error();
            }
            state->brought_forward.emplace(std::move(*copy));
        }
        return CatalogSnapshot{std::move(state)};
    });
    if (!taken) return in_our_words(taken.error());
    return taken;
}

Result<std::vector<PromisedBlob>> CatalogSnapshot::blobs() {
    return sqlite::as_result([&]() -> Result<std::vector<PromisedBlob>> {
        std::vector<PromisedBlob> blobs;
        auto row = state_->asked().query(sql::list_promised_blobs);
        while (row.step()) {
            blobs.push_back({hash_of(row, 0), row.integer<std::uint64_t>(1), document_of(row, 2, 3)}
            );
        }
        return blobs;
    });
}

Result<std::vector<PromisedGeneration>> CatalogSnapshot::generations() {
    return sqlite::as_result([&]() -> Result<std::vector<PromisedGeneration>> {
        std::vector<PromisedGeneration> generations;
        auto row = state_->asked().query(sql::list_promised_generations);
        while (row.step()) {
            generations.push_back({row.id<GenerationId>(0), row.string(1), row.integer(2) != 0});
        }
        return generations;
    });
}

Result<CatalogCounts> CatalogSnapshot::counts() {
    return sqlite::as_result([&]() -> Result<CatalogCounts> {
        return read_counts(state_->asked());
    });
}

CatalogCheck CatalogSnapshot::check() {
    CatalogCheck check;
    check.schema_version = state_->schema_version;
    auto& connection = state_->asked();
    const auto looked = sqlite::as_result([&]() -> Result<void> {
        check_file(state_->connection, check.findings);
        check_uploads(connection, check.findings);
        check_bodies(connection, check.findings);
        check.counts = read_counts(connection);
        return {};
    });
    if (!looked) {
        check.findings.add_damage({"catalog.db", looked.error().detail, from_a_backup});
    }
    return check;
}

Result<void> CatalogSnapshot::copy_to(const std::filesystem::path& to) {
    return sqlite::copy_database(state_->connection, to);
}

struct WriterHold::State {
    explicit State(Connection opened) : connection{std::move(opened)}, transaction{connection} {}

    Connection connection;
    sqlite::WriteTransaction transaction;  // never committed
};

WriterHold::WriterHold(std::unique_ptr<State> state) : state_{std::move(state)} {}
WriterHold::WriterHold(WriterHold&&) noexcept = default;
WriterHold::~WriterHold() = default;

Result<WriterHold> WriterHold::take(const std::filesystem::path& file) {
    if (auto found = there_is(file); !found) return found.error();
    auto opened = Connection::open(file);
    if (!opened) return in_our_words(opened.error());
    auto taken = sqlite::as_result([&]() -> Result<WriterHold> {
        return WriterHold{std::make_unique<State>(std::move(*opened))};
    });
    if (!taken) return in_our_words(taken.error());
    return taken;
}

}  // namespace ingestd::catalog
