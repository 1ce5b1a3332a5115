#include <algorithm>

#include <ingestd/tokens/encoding.hpp>

#include "byte_pairs.hpp"
#include "token_tables.hpp"
#include "word_memo.hpp"
#include "word_split.hpp"

namespace ingestd::tokens {
namespace {

// What a thread that counts keeps from one text to the next.
struct Bench {
    explicit Bench(const BytePairTable& table) : merge{table} {}

    std::uint32_t count_word(std::string_view text, std::size_t at, std::size_t size) {
        const auto key = WordMemo::Key::of(text, at, size);
        if (!key) return merge.count(text.substr(at, size));
        if (const auto known = memo.find(*key)) return known;
        const auto count = merge.count(text.substr(at, size));
        memo.keep(*key, count);
        return count;
    }

    WordMemo memo;
    BytePairMerge merge;
};

// One of a kind, for each of which a thread has one bench.
template <SplitRules rules>
class BytePairEncoding final : public Encoding {
public:
    explicit BytePairEncoding(std::string_view packed) : table_{packed} {}

    std::uint32_t count_tokens(std::string_view text) const override {
        thread_local Bench bench{table_};
        std::uint32_t count = 0;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = find_word_end(rules, text, at);
            count += bench.count_word(text, at, end - at);
            at = end;
        }
        return count;
    }

private:
    BytePairTable table_;
};

std::string_view find_packed(std::string_view name) {
    const auto tables = token_tables();
    const auto found = std::ranges::find(tables, name, &TokenTable::name);
    return found == tables.end() ? std::string_view{} : found->packed;
}

}  // namespace

bool has_encoding(std::string_view name) {
    return !find_packed(name).empty();
}

const Encoding* find_encoding(std::string_view name) {
    if (!has_encoding(name)) return nullptr;
    if (name == "o200k_base") {
        static const BytePairEncoding<SplitRules::o200k> o200k{find_packed("o200k_base")};
        return &o200k;
    }
    static const BytePairEncoding<SplitRules::cl100k> cl100k{find_packed("cl100k_base")};
    return &cl100k;
}

}  // namespace ingestd::tokens
