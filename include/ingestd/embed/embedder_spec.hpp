// How a user names an embedder: NAME=KIND:LOCATION[?key=value[&key=value…]].
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>

namespace ingestd::embed {

// The one that needs nothing and is always there. No other may have its name.
inline constexpr std::string_view hash_name = "hash";

// minilm=onnx:/srv/models/minilm
// small=openai:https://api.example.com/v1?model=text-embedding-3-small&key_file=/etc/ingestd/key
//   name        1 to 64 of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit
//   kind        onnx or openai
//   location    a directory; the address under which the service has `embeddings`
//   parameters  values percent-decoded; only those that the kind knows (docs/embedders.md)
struct EmbedderSpec {
    std::string name;
    std::string kind;
    std::string location;
    std::map<std::string, std::string, std::less<>> parameters{};

    friend bool operator==(const EmbedderSpec&, const EmbedderSpec&) = default;
};

// Pure: looks at no file and asks no service.
//   errors  Errc::bad_spec, with what is wrong and where
Result<EmbedderSpec> parse_embedder_spec(std::string_view text);

}  // namespace ingestd::embed
