// How a user names an embedder.
#pragma once

#include <string_view>

#include <ingestd/base/result.hpp>
#include <ingestd/remote/named_spec.hpp>

namespace ingestd::embed {

// The one that needs nothing and is always there. No other may have its name.
inline constexpr std::string_view hash_name = "hash";

// minilm=onnx:/srv/models/minilm
// small=openai:https://api.example.com/v1?model=text-embedding-3-small&key_file=/etc/ingestd/key
//   kind        onnx or openai
//   location    a directory; the address under which the service has `embeddings`
//   parameters  only those that the kind knows (docs/embedders.md)
using EmbedderSpec = remote::NamedSpec;

// Pure: looks at no file and asks no service.
//   errors  Errc::bad_spec, with what is wrong and where
Result<EmbedderSpec> parse_embedder_spec(std::string_view text);

}  // namespace ingestd::embed
