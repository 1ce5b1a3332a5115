#include "tokenizer_files.hpp"

#include <optional>
#include <string>
#include <utility>

#include <ingestd/embed/errc.hpp>
#include <nlohmann/json.hpp>

#include "model_files.hpp"

namespace ingestd::embed {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

// Longer ones say "no bound" (1e30).
constexpr double tokens_max_told = 1e6;

// A member of an object, or null; null of anything else.
const json& member(const json& object, const char* key) {
    static const json null;
    if (!object.is_object()) return null;
    const auto found = object.find(key);
    return found == object.end() ? null : *found;
}

std::string text_or(const json& value, std::string otherwise) {
    return value.is_string() ? value.get<std::string>() : std::move(otherwise);
}

bool bool_or(const json& value, bool otherwise) {
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

// "[CLS]", or {"content": "[CLS]", …}.
std::string token_or(const json& value, std::string otherwise) {
    return text_or(value.is_object() ? member(value, "content") : value, std::move(otherwise));
}

class TokenizerReader {
public:
    explicit TokenizerReader(fs::path directory) : directory_{std::move(directory)} {}

    Result<ModelTokenizer> read() {
        auto settings = read_model_json(directory_ / "tokenizer_config.json");
        if (!settings) return settings.error();
        settings_ = std::move(*settings);
        const auto whole = directory_ / "tokenizer.json";
        const auto failed = fs::exists(whole) ? read_whole(whole) : read_list();
        if (failed) return *failed;
        const auto unknown = id_of(unknown_);
        if (!unknown) return bad("the vocabulary has no " + unknown_);
        rules_.unknown = *unknown;
        const auto& max = member(settings_, "model_max_length");
        if (max.is_number() && max.get<double>() >= 1 && max.get<double>() <= tokens_max_told)
            result_.model_tokens_max = max.get<std::size_t>();
        result_.pieces = std::make_unique<WordPieces>(std::move(rules_));
        return std::move(result_);
    }

private:
    using Failed = std::optional<Error>;

    Error bad(const std::string& what) const {
        return {Errc::cannot_open, directory_.string() + ": " + what};
    }

    std::optional<TokenId> id_of(const std::string& token) const {
        const auto found = rules_.vocabulary.find(token);
        if (found == rules_.vocabulary.end()) return std::nullopt;
        return found->second;
    }

    Failed add_special(std::vector<TokenId>& to, const std::string& token) {
        const auto id = id_of(token);
        if (!id) return bad("the vocabulary has no " + token);
        to.push_back(*id);
        return std::nullopt;
    }

    // vocab.txt: a token a line, its number that of the line.
    Failed read_list() {
        const auto file = directory_ / "vocab.txt";
        if (!fs::exists(file)) return bad("there is neither tokenizer.json nor vocab.txt");
        const auto content = read_model_file(file);
        if (!content) return content.error();
        result_.files = {file};
        std::string_view rest{*content};
        for (TokenId id = 0; !rest.empty(); ++id) {
            auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(line.size() + 1, rest.size()));
            if (line.ends_with('\r')) line.remove_suffix(1);
            rules_.vocabulary.emplace(line, id);
        }
        rules_.is_lower = bool_or(member(settings_, "do_lower_case"), true);
        rules_.is_without_accents = bool_or(member(settings_, "strip_accents"), rules_.is_lower);
        rules_.parts_ideographs = bool_or(member(settings_, "tokenize_chinese_chars"), true);
        unknown_ = token_or(member(settings_, "unk_token"), unknown_);
        return add_around();
    }

    Failed add_around() {
        auto failed =
            add_special(result_.before, token_or(member(settings_, "cls_token"), "[CLS]"));
        if (failed) return failed;
        return add_special(result_.after, token_or(member(settings_, "sep_token"), "[SEP]"));
    }

    Failed read_whole(const fs::path& file) {
        const auto tokenizer = read_model_json(file);
        if (!tokenizer) return tokenizer.error();
        result_.files = {file};
        const auto& model = member(*tokenizer, "model");
        // Older files do not name the kind.
        const auto kind = text_or(
            member(model, "type"),
            member(model, "continuing_subword_prefix").is_string() ? "WordPiece" : "unknown"
        );
        if (kind != "WordPiece") {
            return bad(
                "its tokenizer is of the kind " + kind +
                ", and only WordPiece (BERT and its kin) is read; serve the model by a service "
                "that speaks OpenAI's way, and name that with openai:"
            );
        }
        for (const auto& [token, id] : member(model, "vocab").items()) {
            if (!id.is_number_integer()) return bad("the vocabulary has a token without a number");
            rules_.vocabulary.emplace(token, id.get<TokenId>());
        }
        rules_.continuation = text_or(member(model, "continuing_subword_prefix"), "##");
        unknown_ = text_or(member(model, "unk_token"), unknown_);
        const auto& letters = member(model, "max_input_chars_per_word");
        if (letters.is_number_unsigned()) rules_.word_letters_max = letters.get<std::size_t>();
        if (auto failed = read_normalizer(member(*tokenizer, "normalizer"))) return failed;
        const auto parts = text_or(member(member(*tokenizer, "pre_tokenizer"), "type"), "none");
        if (parts != "BertPreTokenizer")
            return bad("words are parted by " + parts + ", which is not known");
        return read_around(member(*tokenizer, "post_processor"));
    }

    Failed read_normalizer(const json& normalizer) {
        const auto kind = text_or(member(normalizer, "type"), "none");
        if (kind != "BertNormalizer")
            return bad("text is normalized by " + kind + ", which is not known");
        rules_.is_lower = bool_or(member(normalizer, "lowercase"), true);
        rules_.is_without_accents = bool_or(member(normalizer, "strip_accents"), rules_.is_lower);
        rules_.parts_ideographs = bool_or(member(normalizer, "handle_chinese_chars"), true);
        rules_.is_cleaned = bool_or(member(normalizer, "clean_text"), true);
        return std::nullopt;
    }

    // What is put around one text: a template, or a first and a last token with their numbers.
    Failed read_around(const json& processor) {
        const auto& pieces = member(processor, "single");
        if (!pieces.is_array()) {
            for (const auto* end : {"cls", "sep"}) {
                const auto& pair = member(processor, end);
                if (pair.is_array() && !pair.empty() && pair[0].is_string())
                    settings_[std::string{end} + "_token"] = pair[0];
            }
            return add_around();
        }
        auto* side = &result_.before;
        for (const auto& piece : pieces) {
            const auto& special = member(piece, "SpecialToken");
            if (special.is_null()) {
                side = &result_.after;
            } else if (auto failed = add_special(*side, text_or(member(special, "id"), ""))) {
                return failed;
            }
        }
        return std::nullopt;
    }

    fs::path directory_;
    json settings_;
    WordPieceRules rules_;
    std::string unknown_ = "[UNK]";
    ModelTokenizer result_;
};

}  // namespace

Result<ModelTokenizer> read_tokenizer(const fs::path& directory) {
    return TokenizerReader{directory}.read();
}

}  // namespace ingestd::embed
