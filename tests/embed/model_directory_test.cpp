#include "../../src/embed/onnx/model_directory.hpp"

#include <ingestd/embed/errc.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tiny_model.hpp"

using namespace ingestd;
using namespace ingestd::embed;

namespace {

class Directory {
public:
    Directory() { test::write_tiny_model(path()); }

    std::filesystem::path path() const { return directory_.path() / "tiny"; }
    void write(const char* name, std::string_view content) {
        test::write_file(path() / name, content);
    }
    Result<ModelDirectory> read(std::string parameters = "") const {
        return read_model_directory(
            parse_embedder_spec("m=onnx:" + path().string() + parameters).value()
        );
    }

private:
    test::TemporaryDirectory directory_;
};

// What the fast tokenizers of transformers write for BERT.
constexpr std::string_view tokenizer_json = R"({
  "version": "1.0", "truncation": null, "padding": null,
  "added_tokens": [{"id": 1, "content": "[CLS]", "special": true}],
  "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                 "strip_accents": null, "lowercase": false},
  "pre_tokenizer": {"type": "BertPreTokenizer"},
  "post_processor": {"type": "TemplateProcessing",
    "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
               {"SpecialToken": {"id": "</s>", "type_id": 0}}]},
  "decoder": {"type": "WordPiece"},
  "model": {"type": "WordPiece", "unk_token": "<unk>", "continuing_subword_prefix": "@@",
            "max_input_chars_per_word": 5,
            "vocab": {"<unk>": 9, "<s>": 1, "</s>": 2, "Wing": 3, "@@s": 4}}})";

}  // namespace

TEST_CASE("a model with a vocabulary is used as BERT is", "[embed][model_directory]") {
    Directory directory;

    const auto model = directory.read();

    REQUIRE(model);
    CHECK(model->model == directory.path() / "model.onnx");
    CHECK(model->tokenizer.before == std::vector<TokenId>{1});
    CHECK(model->tokenizer.after == std::vector<TokenId>{2});
    CHECK(model->tokenizer.pieces->encode("Lift WINGS", 9) == std::vector<TokenId>{3, 5, 6});
    CHECK(model->pooling == Pooling::mean);
    CHECK(model->text_tokens_max("") == 510);
    CHECK(model->lexical_weight == 0.5);
    CHECK_THAT(model->version, Catch::StartsWith("tiny-"));
}

TEST_CASE("tokenizer.json goes before a vocabulary", "[embed][model_directory]") {
    Directory directory;
    directory.write("tokenizer.json", tokenizer_json);

    const auto model = directory.read();

    REQUIRE(model);
    CHECK(model->tokenizer.before == std::vector<TokenId>{1});
    CHECK(model->tokenizer.after == std::vector<TokenId>{2});
    CHECK(
        model->tokenizer.pieces->encode("Wings wing Wingss", 9) == std::vector<TokenId>{3, 4, 9, 9}
    );
}

TEST_CASE("what stands around a text may be told by its two ends", "[embed][model_directory]") {
    Directory directory;
    auto json = std::string{tokenizer_json};
    const auto from = json.find("\"single\""), to = json.find("\"decoder\"");
    json.replace(from, to - from, R"("sep": ["</s>", 2], "cls": ["<s>", 1]}, )");
    directory.write("tokenizer.json", json);

    const auto model = directory.read();

    REQUIRE(model);
    CHECK(model->tokenizer.before == std::vector<TokenId>{1});
    CHECK(model->tokenizer.after == std::vector<TokenId>{2});
}

TEST_CASE("what sentence-transformers says is kept to", "[embed][model_directory]") {
    Directory directory;
    directory.write("1_Pooling/config.json", R"({"word_embedding_dimension": 4,
        "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false})");
    directory.write("sentence_bert_config.json", R"({"max_seq_length": 128})");
    directory.write("config.json", R"({"max_position_embeddings": 512})");
    directory.write("tokenizer_config.json", R"({"model_max_length": 1e30, "do_lower_case": false,
        "cls_token": {"content": "[SEP]"}})");
    directory.write("config_sentence_transformers.json", R"({"prompts":
        {"query": "lift: ", "passage": "drag "}})");
    directory.write("modules.json", R"([{"type": "sentence_transformers.models.Transformer"},
        {"type": "sentence_transformers.models.Pooling"},
        {"type": "sentence_transformers.models.Normalize"}])");

    const auto model = directory.read();

    REQUIRE(model);
    CHECK(model->pooling == Pooling::cls);
    CHECK(model->query_prefix == "lift: ");
    CHECK(model->document_prefix == "drag ");
    CHECK(model->tokens_max == 128);
    CHECK(model->text_tokens_max("lift: ") == 128 - 2 - 2);
    CHECK(model->tokenizer.before == std::vector<TokenId>{2});
    CHECK(model->tokenizer.pieces->encode("LIFT lift", 9) == std::vector<TokenId>{0, 3});
}

TEST_CASE("a user's word goes before the directory's", "[embed][model_directory]") {
    Directory directory;
    directory.write("sentence_bert_config.json", R"({"max_seq_length": 128})");

    const auto model = directory.read(
        "?pooling=max&max_tokens=64&query_prefix=wing&document_prefix=drag%20drag&lexical_weight=0."
        "25"
    );

    REQUIRE(model);
    CHECK(model->pooling == Pooling::max);
    CHECK(model->query_prefix == "wing");
    CHECK(model->document_prefix == "drag drag");
    CHECK(model->text_tokens_max("drag drag") == 60);
    CHECK(model->lexical_weight == 0.25);
}

TEST_CASE("a model is another when its vectors are", "[embed][model_directory]") {
    Directory directory;
    const auto version = [&](std::string parameters) {
        return directory.read(std::move(parameters)).value().version;
    };
    const auto before = version("");

    CHECK(version("?query_prefix=lift&lexical_weight=1") == before);
    CHECK(version("?pooling=cls") != before);
    CHECK(version("?document_prefix=lift") != before);
    CHECK(version("?max_tokens=100") != before);
    directory.write("vocab.txt", std::string{test::tiny_vocabulary} + "more\n");
    CHECK(version("") != before);
}

TEST_CASE("what a model directory lacks is told", "[embed][model_directory]") {
    const auto [file, content, what] = GENERATE(table<const char*, const char*, const char*>({
        {"vocab.txt", "lift\n", "the vocabulary has no [CLS]"},
        {"tokenizer.json", "{", "tokenizer.json is no JSON"},
        {"tokenizer.json", "{}", "of the kind unknown"},
        {"tokenizer.json", R"({"model":{"type":"Unigram"}})", "of the kind Unigram"},
        {"tokenizer.json",
         R"({"model":{"type":"WordPiece","vocab":{"a":"b"}}})",
         "a token without a number"},
        {"tokenizer.json",
         R"({"model":{"type":"WordPiece","vocab":{}},"normalizer":{"type":"Replace"}})",
         "text is normalized by Replace"},
        {"tokenizer.json",
         R"({"model":{"type":"WordPiece"},"normalizer":{"type":"BertNormalizer"}})",
         "words are parted by none"},
        {"tokenizer_config.json", "7", "tokenizer_config.json is no JSON"},
        {"1_Pooling/config.json", R"({"pooling_mode_lasttoken":true})", "pooling_mode_lasttoken"},
        {"1_Pooling/config.json",
         R"({"pooling_mode_cls_token":true,"pooling_mode_max_tokens":true})",
         "alone or with another"},
        {"modules.json", R"([{"type":"sentence_transformers.models.Dense"}])", "models.Dense"},
        {"modules.json", "[7]", "a module , which"},
        {"sentence_bert_config.json", R"({"max_seq_length": 2})", "no room for a token"},
    }));
    Directory directory;
    directory.write(file, content);

    const auto model = directory.read();

    CAPTURE(file, content);
    REQUIRE(model.has_error());
    CHECK(model.error().code == Errc::cannot_open);
    CHECK_THAT(model.error().detail, Catch::Contains(what));
}

TEST_CASE("a directory without its files says which", "[embed][model_directory]") {
    Directory directory;
    std::filesystem::remove(directory.path() / "vocab.txt");
    CHECK_THAT(
        directory.read().error().detail,
        Catch::Contains("there is neither tokenizer.json nor vocab.txt")
    );
    std::filesystem::remove(directory.path() / "model.onnx");
    CHECK_THAT(
        directory.read().error().detail,
        Catch::Contains("there is neither model.onnx nor onnx/model.onnx")
    );
    std::filesystem::remove_all(directory.path());
    CHECK_THAT(directory.read().error().detail, Catch::Contains("there is no such directory"));
}

TEST_CASE("the vectors of tokens become one", "[embed][pooling]") {
    const Tensor tokens{{1, 3, 2}, {1, -4, 3, 0, 5, -2}};
    const Tensor sentence{{1, 2}, {7, 8}};

    CHECK(pool(tokens, Pooling::mean).value() == std::vector<float>{9, -6});
    CHECK(pool(tokens, Pooling::cls).value() == std::vector<float>{1, -4});
    CHECK(pool(tokens, Pooling::max).value() == std::vector<float>{5, 0});
    CHECK(pool(sentence, Pooling::mean).value() == std::vector<float>{7, 8});
}

TEST_CASE("a tensor of another shape is refused", "[embed][pooling]") {
    const auto tensor = GENERATE(
        Tensor{{}, {1}},
        Tensor{{2}, {1, 2}},
        Tensor{{2, 1}, {1, 2}},
        Tensor{{1, 0, 2}, {}},
        Tensor{{1, 2, 2}, {1, 2}},
        Tensor{{1, -1}, {1}},
        Tensor{{1, 1, 1, 1}, {1}}
    );

    CHECK(pool(tensor, Pooling::mean).error().code == Errc::wrong_answer);
}
