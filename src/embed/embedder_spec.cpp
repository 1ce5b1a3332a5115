#include <array>

#include <ingestd/embed/embedder_spec.hpp>
#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {
namespace {

constexpr auto onnx_keys = std::to_array<std::string_view>(
    {"document_prefix", "lexical_weight", "max_tokens", "pooling", "query_prefix"}
);
constexpr auto openai_keys = std::to_array<std::string_view>(
    {"batch",
     "concurrency",
     "dimensions",
     "document_prefix",
     "encoding",
     "key_env",
     "key_file",
     "lexical_weight",
     "max_tokens",
     "model",
     "query_prefix"}
);

constexpr remote::SpecKind kinds[] = {{"onnx", onnx_keys}, {"openai", openai_keys}};

}  // namespace

Result<EmbedderSpec> parse_embedder_spec(std::string_view text) {
    auto spec = remote::parse_named_spec(text, "an embedder", kinds);
    if (!spec) return Error{Errc::bad_spec, std::move(spec.error()).detail};
    if (spec->name == hash_name)
        return Error{
            Errc::bad_spec,
            '"' + std::string{text} + "\": hash is the name of the one that is built in"};
    return spec;
}

}  // namespace ingestd::embed
