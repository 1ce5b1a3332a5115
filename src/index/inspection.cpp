#include <cerrno>
#include <utility>

#include <ingestd/index/errc.hpp>
#include <ingestd/index/inspection.hpp>
#include <ingestd/sqlite/inspection.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/index.hpp>

#include "ledger_audit.hpp"
#include "word_sum.hpp"
#include "words_tokenizer.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

constexpr std::uint32_t problems_max = 20;
const std::string make_anew =
    "restore a backup, or delete the collection and upload its documents again";

constexpr std::string_view term_columns[] = {"filename", "title", "headings", "text"};
constexpr int first_term_column = 10;  // of check_chunks
constexpr std::uint64_t stems_since = 5;

int column_of(std::string_view name) {
    for (int i = 0; i < static_cast<int>(std::size(term_columns)); ++i) {
        if (term_columns[i] == name) return i;
    }
    return static_cast<int>(std::size(term_columns));
}

// The ledger against the chunks, and on the way the words that the chunks give.
WordSum audit_chunks(Connection& connection, const std::string& file, GenerationCheck& check) {
    LedgerAudit audit{file, check.findings};
    const bool has_stems = check.schema_version >= stems_since;
    const WordsTokenizer tokenizer{
        connection, has_stems ? Tokenizer::stems : Tokenizer::words, TextsToCut::many};
    WordSum words;
    std::int64_t document = -1;
    auto row = connection.query(has_stems ? sql::check_chunks : sql::check_chunks_before_5);
    while (row.step()) {
        if (row.integer(0) != document) {
            document = row.integer(0);
            audit.begin(
                {document,
                 row.string(1),
                 row.integer<std::uint64_t>(2),
                 row.integer<std::uint64_t>(3)}
            );
            if (row.integer(4) != 0) ++check.documents;
        }
        if (row.is_null(5)) continue;  // a document without chunks
        ++check.chunks;
        audit.add(
            {row.integer<std::uint64_t>(6),
             row.integer<std::uint64_t>(7),
             row.integer<std::uint64_t>(8),
             row.integer<std::uint64_t>(9)}
        );
        for (int column = 0; column < static_cast<int>(std::size(term_columns)); ++column) {
            const auto text = row.text(first_term_column + column);
            tokenizer.for_each_word(text, [&](const PlacedWord& placed) {
                words.add(placed.word, row.integer(5), column, placed.at);
            });
        }
    }
    audit.end();
    return words;
}

// What the full-text index holds. Its own integrity-check would take the write lock for as long as
// it lasts, and the server could not write.
WordSum indexed_words(Connection& connection) {
    connection.execute("PRAGMA query_only=OFF");  // the file itself is open for reading alone
    connection.execute(
        "CREATE VIRTUAL TABLE temp.word_places USING fts5vocab (main, chunk_terms, instance)"
    );
    WordSum words;
    auto row = connection.query("SELECT term, doc, col, offset FROM temp.word_places");
    while (row.step()) {
        words.add(row.text(0), row.integer(1), column_of(row.text(2)), row.integer(3));
    }
    return words;
}

void check_rows(Connection& connection, const std::string& file, Findings& findings) {
    auto orphans = connection.query(sql::count_orphans);
    orphans.step();
    if (const auto count = orphans.integer(0); count > 0) {
        findings.add_damage({file, std::to_string(count) + " chunks of no document", make_anew});
    }
    if (const auto count = orphans.integer(1); count > 0) {
        findings.add_damage({file, std::to_string(count) + " pages of no document", make_anew});
    }
}

}  // namespace

std::filesystem::path generation_file(const std::filesystem::path& root, const GenerationId& id) {
    return root / (id.str() + ".db");
}

struct GenerationSnapshot::State {
    State(Connection opened, const std::filesystem::path& from)
        : file{"collections/" + from.filename().string()},
          connection{std::move(opened)},
          transaction{connection} {}

    const std::string file;
    Connection connection;
    sqlite::ReadTransaction transaction;
    std::uint64_t schema_version = 0;
};

GenerationSnapshot::GenerationSnapshot(std::unique_ptr<State> state) : state_{std::move(state)} {}
GenerationSnapshot::GenerationSnapshot(GenerationSnapshot&&) noexcept = default;
GenerationSnapshot::~GenerationSnapshot() = default;

Result<GenerationSnapshot> GenerationSnapshot::take(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) {
        return errno_error("there is no " + file.string(), ENOENT);
    }
    auto opened = sqlite::open_for_inspection(file);
    if (!opened) return opened.error();
    return sqlite::as_result([&]() -> Result<GenerationSnapshot> {
        register_words_tokenizer(*opened);
        auto state = std::make_unique<State>(std::move(*opened), file);
        state->schema_version = sqlite::schema_version(state->connection);  // the snapshot begins
        if (state->schema_version > std::size(sql::migrations)) {
            return Error{
                Errc::newer_schema,
                file.string() + " has schema version " + std::to_string(state->schema_version) +
                    ", this program knows " + std::to_string(std::size(sql::migrations))};
        }
        return GenerationSnapshot{std::move(state)};
    });
}

GenerationCheck GenerationSnapshot::check() {
    GenerationCheck check;
    check.schema_version = state_->schema_version;
    auto& connection = state_->connection;
    const auto looked = sqlite::as_result([&]() -> Result<void> {
        for (auto& problem : sqlite::integrity_problems(connection, problems_max)) {
            check.findings.add_damage({state_->file, std::move(problem), make_anew});
        }
        // An empty file that nobody has migrated yet, or pages that would be misread.
        if (check.schema_version == 0 || !check.findings.is_sound()) return {};
        check_rows(connection, state_->file, check.findings);
        const auto in_chunks = audit_chunks(connection, state_->file, check);
        const auto in_index = indexed_words(connection);
        if (in_chunks != in_index) {
            check.findings.add_damage(
                {state_->file,
                 "the keyword index does not fit the chunks: it has " +
                     std::to_string(in_index.words()) + " words, the chunks give " +
                     std::to_string(in_chunks.words()),
                 make_anew}
            );
        }
        return {};
    });
    if (!looked) check.findings.add_damage({state_->file, looked.error().detail, make_anew});
    return check;
}

Result<void> GenerationSnapshot::copy_to(const std::filesystem::path& to) {
    return sqlite::copy_database(state_->connection, to);
}

}  // namespace ingestd::index
