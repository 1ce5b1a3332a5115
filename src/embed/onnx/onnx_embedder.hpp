// A model in a directory of this machine, run by ONNX Runtime.
#pragma once

#include <memory>

#include <ingestd/embed/embedder.hpp>
#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/embed/embedder_spec.hpp>

namespace ingestd::embed {

// Reads the model and tries it once. Its threads take a text each, of whichever batch is first;
// queries go before documents.
//   errors  Errc::bad_spec; Errc::cannot_open, with what is missing
Result<std::unique_ptr<Embedder>> open_onnx_embedder(
    const EmbedderSpec& spec, const EmbedderSettings& settings
);

}  // namespace ingestd::embed
