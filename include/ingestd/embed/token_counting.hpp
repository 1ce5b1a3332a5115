// Who counts tokens, by the name that an upload gives.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include <ingestd/document/upload_options.hpp>
#include <ingestd/embed/embedder.hpp>

namespace ingestd::embed {

using CountTokens = std::function<std::uint32_t(std::string_view)>;

// The embedder's own where it has one and nothing was asked for; an empty function stands for the
// estimate. nullopt: there is none such, because the embedder has no tokenizer or this build not
// the encoding.
//   embedder  null: none. It outlives the answer
//   thread    any; what is given may be called by any number at the same time
std::optional<CountTokens> find_token_counter(
    std::optional<Tokenizer> asked, const Embedder* embedder
);

// Whether an upload may name it: an encoding may not be in this build.
bool is_in_this_build(Tokenizer tokenizer);

}  // namespace ingestd::embed
