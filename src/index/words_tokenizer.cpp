// source: sqlite.org/fts5.html, "Custom Tokenizers"
#include "words_tokenizer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/sqlite/errc.hpp>
#include <sqlite3.h>

#include "fts5_api.hpp"
#include "language_mark.hpp"
#include "stemmers.hpp"
#include "unspaced_scripts.hpp"

namespace ingestd::index {
namespace {

// The wrapped tokenizer and its state.
//   stemmers  null: what it gives is passed on as it is
struct Words {
    fts5_tokenizer inner{};
    Fts5Tokenizer* state = nullptr;
    std::unique_ptr<Stemmers> stemmers;

    ~Words() {
        if (state) inner.xDelete(state);
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

// Passes the stems of a word on: one a language, each once, all in the word's place.
//   only  the stemmer of the text's one language; null: its words stay as they are
struct Stemming {
    Stemmers& stemmers;
    std::string_view languages;
    TokenSink sink;
    void* context;
    bool is_prefix = false;
    bool is_document = false;  // whose words come again: their stems are remembered
    bool has_several = false;  // stems of a word, perhaps
    Stemmer* only = nullptr;

    static int pass(void* self, int, const char* token, int size, int begin, int end) {
        auto& to = *static_cast<Stemming*>(self);
        try {
            return to.pass_stems({token, static_cast<std::size_t>(size)}, begin, end);
        } catch (const std::bad_alloc&) {
            return SQLITE_NOMEM;
        }
    }

    int pass_stems(std::string_view word, int begin, int end) {
        if (has_several) return pass_each(word, begin, end);
        const auto stem = only ? only->stem(word, is_document) : word;
        return sink(context, 0, stem.data(), static_cast<int>(stem.size()), begin, end);
    }

    int pass_each(std::string_view word, int begin, int end) {
        std::vector<std::string> given;
        const auto give = [&](std::string_view stem) {
            if (std::ranges::find(given, stem) != given.end()) return SQLITE_OK;
            const int flags = given.empty() ? 0 : FTS5_TOKEN_COLOCATED;
            given.emplace_back(stem);
            return sink(context, flags, stem.data(), static_cast<int>(stem.size()), begin, end);
        };
        // The beginning of a word may be longer than its stem, which is then sought as well.
        int code = is_prefix ? give(word) : SQLITE_OK;
        for (auto rest = languages; code == SQLITE_OK;) {
            const auto comma = rest.find(',');
            const auto stem = stemmers.stem(rest.substr(0, comma), word, is_document);
            if (!is_prefix || word.starts_with(stem)) code = give(stem);
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
        return code;
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
    return words.inner.xTokenize(
        words.state, &to, flags, text.data() + begin, static_cast<int>(end - begin), Shifted::pass
    );
}

// Each character of a script without spaces by itself, what stands between them as words.
int tokenize_runs(
    const Words& words, int flags, std::string_view text, std::size_t from, Shifted spaced
) {
    auto spaced_from = from;
    for (auto at = from; at < text.size();) {
        const auto [value, bytes] = code_point_at(text, at);
        if (!is_unspaced(value)) {
            at += bytes;
            continue;
        }
        int code = tokenize_spaced(words, flags, text, spaced, spaced_from, at);
        const auto begin = static_cast<int>(at);
        const auto length = static_cast<int>(bytes);
        if (code == SQLITE_OK) {
            code = spaced.sink(spaced.context, 0, text.data() + at, length, begin, begin + length);
        }
        if (code != SQLITE_OK) return code;
        at += bytes;
        spaced_from = at;
    }
    return tokenize_spaced(words, flags, text, spaced, spaced_from, text.size());
}

// What unicode61 takes a byte of ASCII for; `other` is what is none.
enum class Kind : std::uint8_t { between, word, other };
constexpr auto kinds = [] {
    std::array<Kind, 256> made{};
    for (unsigned byte = 0; byte < made.size(); ++byte) {
        const bool is_digit = byte >= '0' && byte <= '9';
        const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        made[byte] = byte >= 0x80            ? Kind::other
                     : is_digit || is_letter ? Kind::word
                                             : Kind::between;
    }
    return made;
}();

Kind kind_at(std::string_view text, std::size_t at) {
    return at < text.size() ? kinds[static_cast<unsigned char>(text[at])] : Kind::between;
}

// Words of ASCII in lower case, one at a time.
class AsciiFold {
public:
    std::string_view of(std::string_view word) {
        char* to = few_.data();
        if (word.size() > few_.size()) {
            many_.resize(word.size());
            to = many_.data();
        }
        for (std::size_t i = 0; i < word.size(); ++i)
            to[i] = static_cast<char>(word[i] | 0x20);  // digits have that bit
        return {to, word.size()};
    }

private:
    std::array<char, 64> few_;
    std::string many_;
};

// As tokenize_runs, and nothing else comes of it; but words of ASCII, which most are, are cut here
// in a fraction of the time. What has other characters in it goes that way, as far as it has no
// ASCII that parts words.
int tokenize_ascii(
    const Words& words, int flags, std::string_view text, std::size_t from, Stemming& stemming
) {
    AsciiFold lower;
    for (auto at = from; at < text.size();) {
        const auto begin = at;
        while (kind_at(text, at) == Kind::word) ++at;
        int code = SQLITE_OK;
        if (kind_at(text, at) == Kind::other) {
            while (kind_at(text, at) != Kind::between) ++at;
            const Shifted whole{Stemming::pass, &stemming, 0};
            code = tokenize_runs(words, flags, text.substr(0, at), begin, whole);
        } else if (at > begin) {
            const auto word = lower.of(text.substr(begin, at - begin));
            code = stemming.pass_stems(word, static_cast<int>(begin), static_cast<int>(at));
        } else {
            ++at;
        }
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

int tokenize_stems(
    const Words& words, int flags, std::string_view text, TokenSink sink, void* context
) {
    const auto mark = read_language_mark(text);
    const bool is_prefix = (flags & FTS5_TOKENIZE_PREFIX) != 0;
    Stemming stemming{
        .stemmers = *words.stemmers,
        .languages = mark.languages,
        .sink = sink,
        .context = context,
        .is_prefix = is_prefix,
        .is_document = (flags & FTS5_TOKENIZE_DOCUMENT) != 0,
        .has_several = is_prefix || mark.languages.find(',') != std::string_view::npos};
    if (!stemming.has_several) stemming.only = words.stemmers->of(mark.languages);
    return tokenize_ascii(words, flags, text, mark.text_begin, stemming);
}

int tokenize(
    Fts5Tokenizer* self, void* context, int flags, const char* data, int size, TokenSink sink
) {
    if (!data || size <= 0) return SQLITE_OK;
    const auto& words = *reinterpret_cast<Words*>(self);
    const std::string_view text{data, static_cast<std::size_t>(size)};
    if (!words.stemmers) return tokenize_runs(words, flags, text, 0, {sink, context, 0});
    try {
        return tokenize_stems(words, flags, text, sink, context);
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    }
}

int create_around(
    void* api_pointer, const char* inner, std::span<const char*> arguments, Fts5Tokenizer** out
) {
    auto* api = static_cast<fts5_api*>(api_pointer);
    void* inner_context = nullptr;
    std::unique_ptr<Words> words{new (std::nothrow) Words};
    if (!words) return SQLITE_NOMEM;
    int code = api->xFindTokenizer(api, inner, &inner_context, &words->inner);
    if (code != SQLITE_OK) return code;
    code = words->inner.xCreate(
        inner_context, arguments.data(), static_cast<int>(arguments.size()), &words->state
    );
    if (code != SQLITE_OK) return code;
    *out = reinterpret_cast<Fts5Tokenizer*>(words.release());
    return SQLITE_OK;
}

int create_words(void* api, const char**, int, Fts5Tokenizer** out) {
    const char* arguments[] = {"unicode61", "remove_diacritics", "2"};
    return create_around(api, "porter", arguments, out);
}

int create_stems(void* api, const char**, int, Fts5Tokenizer** out) {
    const char* arguments[] = {"remove_diacritics", "2"};
    const int code = create_around(api, "unicode61", arguments, out);
    if (code != SQLITE_OK) return code;
    auto& words = *reinterpret_cast<Words*>(*out);
    words.stemmers.reset(new (std::nothrow) Stemmers);
    return words.stemmers ? SQLITE_OK : SQLITE_NOMEM;
}

void destroy(Fts5Tokenizer* self) {
    delete reinterpret_cast<Words*>(self);
}

}  // namespace

void register_words_tokenizer(sqlite::Connection& connection) {
    auto* api = fts5_api_of(connection);
    fts5_tokenizer words{create_words, destroy, tokenize};
    fts5_tokenizer stems{create_stems, destroy, tokenize};
    if (!api || api->xCreateTokenizer(api, "ingestd_words", api, &words, nullptr) != SQLITE_OK ||
        api->xCreateTokenizer(api, "ingestd_stems", api, &stems, nullptr) != SQLITE_OK)
        throw sqlite::Failure{sqlite::last_error(connection.handle(), "register the tokenizer")};
}

struct WordsTokenizer::State {
    sqlite3* database = nullptr;
    fts5_tokenizer functions{};
    Fts5Tokenizer* tokenizer = nullptr;
    int flags = FTS5_TOKENIZE_AUX;

    ~State() {
        if (tokenizer) functions.xDelete(tokenizer);
    }
};

WordsTokenizer::WordsTokenizer(sqlite::Connection& connection, Tokenizer which, TextsToCut texts)
    : state_{new State} {
    if (texts == TextsToCut::many) state_->flags = FTS5_TOKENIZE_DOCUMENT;
    state_->database = connection.handle();
    auto* const api = fts5_api_of(connection);
    const auto* const name = which == Tokenizer::stems ? "ingestd_stems" : "ingestd_words";
    void* context = nullptr;
    const bool is_found =
        api && api->xFindTokenizer(api, name, &context, &state_->functions) == SQLITE_OK;
    if (!is_found ||
        state_->functions.xCreate(context, nullptr, 0, &state_->tokenizer) != SQLITE_OK)
        throw sqlite::Failure{sqlite::last_error(state_->database, "make the tokenizer")};
}

WordsTokenizer::~WordsTokenizer() = default;

void WordsTokenizer::for_each_word(
    std::string_view text, const std::function<void(const PlacedWord&)>& sink
) const {
    struct Counting {
        const std::function<void(const PlacedWord&)>& sink;
        std::int64_t at = -1;

        static int pass(void* self, int flags, const char* token, int size, int begin, int end) {
            constexpr int index_keeps = 32'768;  // FTS5_MAX_TOKEN_SIZE
            auto& to = *static_cast<Counting*>(self);
            if ((flags & FTS5_TOKEN_COLOCATED) == 0 || to.at < 0) ++to.at;
            to.sink(
                {{token, static_cast<std::size_t>(std::min(size, index_keeps))},
                 to.at,
                 static_cast<std::size_t>(begin),
                 static_cast<std::size_t>(end)}
            );
            return SQLITE_OK;
        }
    } counting{sink};
    const int code = state_->functions.xTokenize(
        state_->tokenizer,
        &counting,
        state_->flags,
        text.data(),
        static_cast<int>(text.size()),
        Counting::pass
    );
    if (code != SQLITE_OK) throw sqlite::Failure{sqlite::last_error(state_->database, "tokenize")};
}

}  // namespace ingestd::index
