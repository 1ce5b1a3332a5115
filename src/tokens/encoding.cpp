#include <algorithm>

#include <ingestd/tokens/encoding.hpp>

#include "byte_pairs.hpp"
#include "token_tables.hpp"
#include "word_split.hpp"

namespace ingestd::tokens {
namespace {

class BytePairEncoding final : public Encoding {
public:
    BytePairEncoding(SplitRules rules, std::string_view packed) : rules_{rules}, table_{packed} {}

    std::uint32_t count_tokens(std::string_view text) const override {
        BytePairMerge merge{table_};
        std::uint32_t count = 0;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = find_word_end(rules_, text, at);
            count += merge.count(text.substr(at, end - at));
            at = end;
        }
        return count;
    }

private:
    SplitRules rules_;
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
        static const BytePairEncoding o200k{SplitRules::o200k, find_packed("o200k_base")};
        return &o200k;
    }
    static const BytePairEncoding cl100k{SplitRules::cl100k, find_packed("cl100k_base")};
    return &cl100k;
}

}  // namespace ingestd::tokens
