// The embedders that a server has: those that are configured, and `hash`.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/document/embedding_model.hpp>
#include <ingestd/embed/embedder.hpp>
#include <ingestd/embed/embedder_spec.hpp>

namespace ingestd::embed {

// What all of them share.
//   onnx_library   ONNX Runtime; empty: it is looked for in the model's directory, then where the
//                  system looks for libraries
//   model_threads  that run each local model, a text each
struct EmbedderSettings {
    std::filesystem::path onnx_library{};
    unsigned model_threads = 1;
};

EmbeddingModel model_of(const Embedder& embedder);

//   thread  any, at the same time
//   owns    its embedders: they are closed and gone when it is
class EmbedderSet {
public:
    // Reads local models, which takes seconds; asks no service.
    //   errors  Errc::bad_spec: two of one name; Errc::cannot_open, with what is missing and where
    static Result<std::unique_ptr<EmbedderSet>> open(
        const std::vector<EmbedderSpec>& specs, const EmbedderSettings& settings = {}
    );
    ~EmbedderSet();

    // Null: there is none of that name.
    Embedder* find(std::string_view name) const;

    // The one that makes such vectors; null: none does.
    Embedder* find(const EmbeddingModel& model) const;

    // `hash` first, then in the order in which they were given.
    std::vector<std::string> names() const;

    // Embedder::close of each.
    void close();

private:
    struct Named {
        std::string name;
        std::unique_ptr<Embedder> embedder;
    };
    explicit EmbedderSet(std::vector<Named> embedders);

    std::vector<Named> embedders_;
};

}  // namespace ingestd::embed
