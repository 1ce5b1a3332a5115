// source: sqlite.org/fts5.html, "Custom Tokenizers"
#include "words_tokenizer.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <string_view>

#include <ingestd/sqlite/errc.hpp>
#include <sqlite3.h>

#include "unspaced_scripts.hpp"

namespace ingestd::index {
namespace {

// The wrapped tokenizer and its state.
struct Words {
    fts5_tokenizer porter{};
    Fts5Tokenizer* state = nullptr;

    ~Words() {
        if (state) porter.xDelete(state);
    }
};

using TokenSink = int (*)(void*, int, const char*, int, int, int);

struct CodePoint {
    char32_t value;
    std::size_t bytes;
};

// Never reads past the end, whatever the bytes are. Below U+0800 it need not be exact: no script
// without spaces is there.
CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const auto low = [&](std::size_t i) { return char32_t{byte(i) & 0x3Fu}; };
    if (byte(0) >= 0xF0 && at + 4 <= text.size())
        return {(byte(0) & 0x07u) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4};
    if (byte(0) >= 0xE0 && byte(0) < 0xF0 && at + 3 <= text.size())
        return {(byte(0) & 0x0Fu) << 12 | low(1) << 6 | low(2), 3};
    return {byte(0), 1};
}

// Passes the words of a part on with their places in the whole.
struct Shifted {
    TokenSink sink;
    void* context;
    int offset;

    static int pass(void* self, int flags, const char* token, int size, int begin, int end) {
        const auto& to = *static_cast<Shifted*>(self);
        return to.sink(to.context, flags, token, size, to.offset + begin, to.offset + end);
    }
};

int tokenize_spaced(
    const Words& words,
    int flags,
    std::string_view text,
    Shifted to,
    std::size_t begin,
    std::size_t end
) {
    if (begin == end) return SQLITE_OK;
    to.offset = static_cast<int>(begin);
    return words.porter.xTokenize(
        words.state, &to, flags, text.data() + begin, static_cast<int>(end - begin), Shifted::pass
    );
}

int tokenize(
    Fts5Tokenizer* self, void* context, int flags, const char* data, int size, TokenSink sink
) {
    if (!data || size <= 0) return SQLITE_OK;
    const auto& words = *reinterpret_cast<Words*>(self);
    const std::string_view text{data, static_cast<std::size_t>(size)};
    std::size_t spaced_from = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, bytes] = code_point_at(text, at);
        if (!is_unspaced(value)) {
            at += bytes;
            continue;
        }
        int code = tokenize_spaced(words, flags, text, {sink, context, 0}, spaced_from, at);
        const auto begin = static_cast<int>(at);
        const auto length = static_cast<int>(bytes);
        if (code == SQLITE_OK) code = sink(context, 0, data + at, length, begin, begin + length);
        if (code != SQLITE_OK) return code;
        at += bytes;
        spaced_from = at;
    }
    return tokenize_spaced(words, flags, text, {sink, context, 0}, spaced_from, text.size());
}

int create(void* api_pointer, const char**, int, Fts5Tokenizer** out) {
    auto* api = static_cast<fts5_api*>(api_pointer);
    void* porter_context = nullptr;
    std::unique_ptr<Words> words{new (std::nothrow) Words};
    if (!words) return SQLITE_NOMEM;
    int code = api->xFindTokenizer(api, "porter", &porter_context, &words->porter);
    if (code != SQLITE_OK) return code;
    const char* arguments[] = {"unicode61", "remove_diacritics", "2"};
    code = words->porter.xCreate(porter_context, arguments, 3, &words->state);
    if (code != SQLITE_OK) return code;
    *out = reinterpret_cast<Fts5Tokenizer*>(words.release());
    return SQLITE_OK;
}

void destroy(Fts5Tokenizer* self) {
    delete reinterpret_cast<Words*>(self);
}

// FTS5 hands its functions out through a bound pointer.
fts5_api* api_of(sqlite3* database) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

}  // namespace

void register_words_tokenizer(sqlite::Connection& connection) {
    auto* api = api_of(connection.handle());
    fts5_tokenizer words{create, destroy, tokenize};
    if (!api || api->xCreateTokenizer(api, "ingestd_words", api, &words, nullptr) != SQLITE_OK)
        throw sqlite::Failure{sqlite::last_error(connection.handle(), "register the tokenizer")};
}

struct WordsTokenizer::State {
    sqlite3* database = nullptr;
    fts5_tokenizer functions{};
    Fts5Tokenizer* tokenizer = nullptr;

    ~State() {
        if (tokenizer) functions.xDelete(tokenizer);
    }
};

WordsTokenizer::WordsTokenizer(sqlite::Connection& connection) : state_{new State} {
    state_->database = connection.handle();
    auto* const api = api_of(state_->database);
    void* context = nullptr;
    const bool is_found =
        api && api->xFindTokenizer(api, "ingestd_words", &context, &state_->functions) == SQLITE_OK;
    if (!is_found ||
        state_->functions.xCreate(context, nullptr, 0, &state_->tokenizer) != SQLITE_OK)
        throw sqlite::Failure{sqlite::last_error(state_->database, "make the tokenizer")};
}

WordsTokenizer::~WordsTokenizer() = default;

void WordsTokenizer::for_each_word(
    std::string_view text, const std::function<void(std::string_view, std::int64_t)>& sink
) const {
    struct Counting {
        const std::function<void(std::string_view, std::int64_t)>& sink;
        std::int64_t at = -1;

        static int pass(void* self, int flags, const char* token, int size, int, int) {
            constexpr int index_keeps = 32'768;  // FTS5_MAX_TOKEN_SIZE
            auto& to = *static_cast<Counting*>(self);
            if ((flags & FTS5_TOKEN_COLOCATED) == 0 || to.at < 0) ++to.at;
            to.sink({token, static_cast<std::size_t>(std::min(size, index_keeps))}, to.at);
            return SQLITE_OK;
        }
    } counting{sink};
    const int code = state_->functions.xTokenize(
        state_->tokenizer,
        &counting,
        FTS5_TOKENIZE_DOCUMENT,
        text.data(),
        static_cast<int>(text.size()),
        Counting::pass
    );
    if (code != SQLITE_OK) throw sqlite::Failure{sqlite::last_error(state_->database, "tokenize")};
}

}  // namespace ingestd::index
