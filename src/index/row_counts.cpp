// source: sqlite.org/fts5.html, "Custom Auxiliary Functions"
#include "row_counts.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include <sqlite3.h>

#include "fts5_api.hpp"

namespace ingestd::index {
namespace {

// Of filename, title, headings, text. A title or heading says what all below it is about; the words
// of a file's name are said of every chunk of it alike.
constexpr std::array<float, 4> field_weights{1, 2, 2, 1};
constexpr int fields = static_cast<int>(field_weights.size());
constexpr int title_field = 1;
constexpr int text_field = 3;

float weight_of(int field) {
    return field_weights[static_cast<std::size_t>(field)];
}

// Kept by FTS5 as long as a query runs.
int read_usual_length(const Fts5ExtensionApi* api, Fts5Context* context, double& out) {
    if (const auto* known = static_cast<double*>(api->xGetAuxdata(context, 0))) {
        out = *known;
        return SQLITE_OK;
    }
    sqlite3_int64 rows = 0;
    int code = api->xRowCount(context, &rows);
    double words = 0;
    for (int field = 0; code == SQLITE_OK && field < fields; ++field) {
        sqlite3_int64 total = 0;
        code = api->xColumnTotalSize(context, field, &total);
        words += static_cast<double>(weight_of(field)) * static_cast<double>(total);
    }
    if (code != SQLITE_OK) return code;
    out = rows > 0 && words > 0 ? words / static_cast<double>(rows) : 1;
    auto* const kept = new (std::nothrow) double{out};
    if (!kept) return SQLITE_NOMEM;
    return api->xSetAuxdata(context, kept, [](void* old) { delete static_cast<double*>(old); });
}

int read_length(const Fts5ExtensionApi* api, Fts5Context* context, double& out) {
    for (int field = 0; field < fields; ++field) {
        int words = 0;
        if (const int code = api->xColumnSize(context, field, &words); code != SQLITE_OK)
            return code;
        out += static_cast<double>(weight_of(field)) * words;
    }
    return SQLITE_OK;
}

int count_phrase(
    const Fts5ExtensionApi* api, Fts5Context* context, int phrase, TermCount& out, bool& in_chunk
) {
    Fts5PhraseIter place;
    int field = 0, offset = 0;
    const int code = api->xPhraseFirst(context, phrase, &place, &field, &offset);
    for (; code == SQLITE_OK && field >= 0; api->xPhraseNext(context, &place, &field, &offset)) {
        if (field < fields) (field == text_field ? out.text : out.about) += weight_of(field);
        in_chunk = in_chunk || field != title_field;
    }
    return code;
}

void counts(const Fts5ExtensionApi* api, Fts5Context* fts, sqlite3_context* result, int, sqlite3_value**) {
    std::array<TermCount, phrases_max + 1> row;
    double usual = 1, length = 0;
    int code = read_usual_length(api, fts, usual);
    if (code == SQLITE_OK) code = read_length(api, fts, length);
    bool in_chunk = false;
    const auto phrases = std::min(static_cast<std::size_t>(api->xPhraseCount(fts)), phrases_max);
    for (std::size_t i = 0; code == SQLITE_OK && i < phrases; ++i) {
        row[i + 1] = {};
        code = count_phrase(api, fts, static_cast<int>(i), row[i + 1], in_chunk);
    }
    row[0] = {static_cast<float>(length / usual), in_chunk ? 1.0F : 0.0F};
    if (code != SQLITE_OK) return sqlite3_result_error_code(result, code);
    const auto bytes = (phrases + 1) * sizeof(TermCount);
    sqlite3_result_blob(result, row.data(), static_cast<int>(bytes), SQLITE_TRANSIENT);
}

}  // namespace

void register_row_counts(sqlite::Connection& connection) {
    auto* api = fts5_api_of(connection);
    if (!api || api->xCreateFunction(api, "ingestd_counts", nullptr, counts, nullptr) != SQLITE_OK)
        throw sqlite::Failure{sqlite::last_error(connection.handle(), "register ingestd_counts")};
}

RowCounts read_row_counts(std::string_view blob) {
    RowCounts row;
    TermCount length;  // and whether any phrase stands in the chunk itself
    if (blob.size() < sizeof length) return row;
    std::memcpy(&length, blob.data(), sizeof length);
    row.relative_length = static_cast<double>(length.text);
    row.is_in_chunk = length.about > 0;
    row.phrases.resize(blob.size() / sizeof(TermCount) - 1);
    if (!row.phrases.empty()) {
        std::memcpy(
            row.phrases.data(), blob.data() + sizeof length, row.phrases.size() * sizeof length
        );
    }
    return row;
}

}  // namespace ingestd::index
