// What is made here is kept in collections: whatever changes a vector needs another name in
// `model_name`. Only additions, multiplications and square roots in double, which IEEE 754 rounds
// alike everywhere, in an order that is given by the hashes.
#include "hash_embedder.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <new>
#include <numeric>

#include <ingestd/base/word_memory.hpp>
#include <ingestd/embed/embedder_spec.hpp>
#include <ingestd/embed/errc.hpp>
#include <libstemmer.h>

#include "folded_words.hpp"
#include "stop_words.hpp"

namespace ingestd::embed {
namespace {

constexpr std::string_view model_name = "hash-384-1";
constexpr std::uint32_t dimension = 384;

// A feature goes to two places, so that one collision does not make two words the same. nDCG@10 on
// Cranfield and SciFact, mean of five hashes: words in one place 0.269 / 0.434, in two 0.279 /
// 0.457, with parts of words 0.282 / 0.472. This one hash, the first that was drawn: 0.271 / 0.460.
constexpr std::uint64_t places = 2;

// What parts of words weigh beside a word: enough that a slip of the pen or a compound is near.
constexpr double gram_weight = 0.3;
constexpr std::size_t gram_bytes = 5;
constexpr std::size_t stemmed_bytes_max = 64;  // longer ones are no words
constexpr double lexical_weight = 0.95;        // it knows no more than words

struct DeleteStemmer {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// Porter's own algorithm, which is never changed; Snowball's "english" is.
std::string_view stem(std::string_view word) {
    thread_local const std::unique_ptr<sb_stemmer, DeleteStemmer> stemmer{
        sb_stemmer_new("porter", "UTF_8")};
    if (!stemmer) throw std::bad_alloc{};
    if (word.size() > stemmed_bytes_max) return word;
    const auto* const stemmed = sb_stemmer_stem(
        stemmer.get(),
        reinterpret_cast<const sb_symbol*>(word.data()),
        static_cast<int>(word.size())
    );
    if (!stemmed) throw std::bad_alloc{};
    const auto size = static_cast<std::size_t>(sb_stemmer_length(stemmer.get()));
    return {reinterpret_cast<const char*>(stemmed), size};
}

// The finalizer of SplitMix64.
constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

// FNV-1a, mixed.
std::uint64_t hash_of(std::uint64_t kind, std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325u ^ kind;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return mix(hash);
}

constexpr std::uint64_t word_kind = 1, gram_kind = 2;

//   hash  of its stem; of no meaning for a stop word
struct WordFeature {
    std::uint64_t hash = 0;
    bool is_stop_word = false;
};

WordFeature feature_of(std::string_view word) {
    thread_local WordMemory<WordFeature, 4096> memory;  // 160 KB
    if (const auto* known = memory.find(word)) return *known;
    WordFeature feature{.is_stop_word = is_stop_word(word)};
    if (!feature.is_stop_word) feature.hash = hash_of(word_kind, stem(word));
    memory.keep(word, feature);
    return feature;
}

// Hashes lie evenly: laid out by their first byte they are nearly in order. Of many it would take
// long if somebody had chosen them to lie together.
void sort_hashes(std::vector<std::uint64_t>& hashes) {
    constexpr std::size_t few = 32, many = 2048;
    if (hashes.size() < few || hashes.size() > many) {
        std::ranges::sort(hashes);
        return;
    }
    constexpr int shift = 56;
    std::array<std::uint32_t, 257> begins{};
    for (const auto hash : hashes) ++begins[(hash >> shift) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::array<std::uint64_t, many> laid_out;
    for (const auto hash : hashes) laid_out[begins[hash >> shift]++] = hash;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        auto at = i;
        for (; at > 0 && hashes[at - 1] > laid_out[i]; --at) hashes[at] = hashes[at - 1];
        hashes[at] = laid_out[i];
    }
}

class Features {
public:
    void add(std::string_view text) {
        const FoldedWords folded{text};
        for (const auto& word : folded.words()) {
            if (word.is_unspaced) {
                words_.push_back(hash_of(word_kind, word.text));
            } else if (const auto feature = feature_of(word.text); !feature.is_stop_word) {
                words_.push_back(feature.hash);
                add_grams(word.text);
            }
        }
    }

    // Adds its vector to `row`, which is to be zeros.
    void write(std::span<float, dimension> row) {
        Sums sums{};
        sum_up(words_, 1, sums);
        sum_up(grams_, gram_weight, sums);
        double square = 0;
        for (const double sum : sums) square += sum * sum;
        if (square == 0) return;
        const auto length = std::sqrt(square);
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<float>(sums[i] / length);
    }

private:
    using Sums = std::array<double, dimension>;

    void add_grams(std::string_view word) {
        bounded_.assign(1, '^').append(word).append(1, '$');
        for (std::size_t at = 0; at + gram_bytes <= bounded_.size(); ++at)
            grams_.push_back(hash_of(gram_kind, {bounded_.data() + at, gram_bytes}));
    }

    // What stands often weighs more, but not as much more: by the root of how often.
    static void sum_up(std::vector<std::uint64_t>& hashes, double weight, Sums& sums) {
        sort_hashes(hashes);
        for (auto at = hashes.begin(); at != hashes.end();) {
            auto next = at + 1;
            while (next != hashes.end() && *next == *at) ++next;
            const auto often = next - at;
            const auto value = often == 1 ? weight : weight * std::sqrt(static_cast<double>(often));
            const std::array<double, 2> signed_values{-value, value};
            for (std::uint64_t place = 0; place < places; ++place) {
                const auto drawn = mix(*at + place * 0x9E3779B97F4A7C15u);
                sums[drawn % dimension] += signed_values[(drawn >> 40) & 1];
            }
            at = next;
        }
    }

    std::vector<std::uint64_t> words_, grams_;
    std::string bounded_;
};

class HashEmbedder final : public Embedder {
public:
    Identity identity() const override {
        return {
            .name = std::string{hash_name},
            .kind = "hash",
            .model = std::string{model_name},
            .dimension = dimension,
            .lexical_weight = lexical_weight};
    }

    void embed(Batch batch, Done done) override {
        std::vector<float> values(batch.texts.size() * dimension);
        for (std::size_t i = 0; i < batch.texts.size(); ++i) {
            if (is_closed_ || batch.stop.stop_requested()) return done(Error{Errc::cancelled, {}});
            Features features;
            features.add(batch.texts[i]);
            features.write(std::span{values}.subspan(i * dimension).first<dimension>());
        }
        done(Vectors{dimension, std::move(values)});
    }

    void close() override { is_closed_ = true; }

private:
    std::atomic<bool> is_closed_ = false;
};

}  // namespace

std::unique_ptr<Embedder> make_hash_embedder() {
    return std::make_unique<HashEmbedder>();
}

}  // namespace ingestd::embed
