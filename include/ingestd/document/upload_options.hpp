// How an upload wants its documents treated: `options` on the wire. Only what is built stands here;
// intake refuses the rest with a pointer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/units.hpp>

namespace ingestd {

// Where chunks may end. Enum values are the wire's own words.
enum class ChunkingStrategy : std::uint8_t {
    structure,  // a heading and a page begin a chunk; paragraphs are kept whole
    sentence,   // as many sentences as fit, across headings and pages
    fixed,      // as many words as fit
    page,       // a page begins a chunk, a heading does not
    none,       // as much as an embedding model takes
};

std::string_view to_string(ChunkingStrategy strategy);
std::optional<ChunkingStrategy> parse_chunking_strategy(std::string_view word);

// What counts the tokens of a chunk. Enum values are the wire's own words.
enum class Tokenizer : std::uint8_t {
    estimate,    // ingestd/chunk/token_count.hpp
    o200k_base,  // OpenAI's, where this build has their tables
    cl100k_base,
    embedder,  // the embedder's own
};

std::string_view to_string(Tokenizer tokenizer);
std::optional<Tokenizer> parse_tokenizer(std::string_view word);

// Bounds and defaults of the wire contract.
//   max_tokens  an embedder that reads less has its way
//   tokenizer   nullopt: the embedder's own where it has one, else the estimate
struct ChunkingOptions {
    std::uint32_t max_tokens = 256;
    std::uint32_t overlap_tokens = 32;
    ChunkingStrategy strategy = ChunkingStrategy::structure;
    std::optional<Tokenizer> tokenizer{};

    friend bool operator==(const ChunkingOptions&, const ChunkingOptions&) = default;
};

inline constexpr std::uint32_t chunk_tokens_min = 16;    // below it a chunk says nothing
inline constexpr std::uint32_t chunk_tokens_max = 8192;  // the largest embedding models take

// From when on an upload's chunks are found. Enum values are the wire's own words.
enum class Visibility : std::uint8_t {
    progressive,  // each as soon as it is committed
    atomic,       // all at once, when the upload completes
};

// What happens to a document whose key is in the collection already, with other content.
enum class OnSameKey : std::uint8_t {
    replace,  // it takes the older one's place in one step
    keep,     // both stay: the newcomer is given a numbered key
    skip,     // the older one stays, the newcomer is not processed
};

std::string_view to_string(Visibility visibility);
std::string_view to_string(OnSameKey on_same_key);
std::optional<Visibility> parse_visibility(std::string_view word);
std::optional<OnSameKey> parse_on_same_key(std::string_view word);

// What pictures of text are read with: names of Tesseract's data, "eng", "deu", "chi_sim".
//   languages  empty: the server's own choice
struct OcrOptions {
    std::vector<std::string> languages{};

    friend bool operator==(const OcrOptions&, const OcrOptions&) = default;
};

inline constexpr std::size_t ocr_languages_max = 8;  // each makes reading slower and less sure
inline constexpr std::size_t ocr_language_bytes_max = 32;
inline constexpr std::size_t password_bytes_max = 1_KiB;

// 3 or more letters or '_': such a name is no path.
bool is_ocr_language(std::string_view name);

// As Tesseract takes them, and as they are stored: "eng+deu".
std::string join_ocr_languages(const std::vector<std::string>& languages);
std::vector<std::string> split_ocr_languages(std::string_view joined);

// As they are stored: "summary,topics"; empty: none.
std::string join_enrichers(const std::vector<std::string>& names);
std::vector<std::string> split_enrichers(std::string_view joined);

inline constexpr std::size_t enrichers_max = 8;  // each costs a call a batch of chunks
inline constexpr std::string_view no_embedder = "none";
inline constexpr std::size_t embedder_name_bytes_max = 64;

//   password  opens those documents that are encrypted. A secret: it is never logged nor given back
//   embedder  what makes the chunks' vectors, by its name; no_embedder: nothing; empty: what the
//             collection's are made by, or the server's own choice
//   enrichers  of the user's own, by their names, that say more of the chunks; nullopt: the
//   server's
//              own choice
struct UploadOptions {
    ChunkingOptions chunking{};
    Visibility visibility = Visibility::progressive;
    OnSameKey on_same_key = OnSameKey::replace;
    OcrOptions ocr{};
    std::string password{};
    std::string embedder{};
    std::optional<std::vector<std::string>> enrichers{};

    friend bool operator==(const UploadOptions&, const UploadOptions&) = default;
};

}  // namespace ingestd
