// ONNX Runtime, as a library that is looked for when it is needed, and a model that it runs.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>

#include "onnx_api.hpp"
#include "pooling.hpp"

namespace ingestd::embed {

//   thread  any, at the same time
class OnnxRuntime {
public:
    // The library, where it is found first: `given`, and then nowhere else; the model's directory;
    // where the system looks for libraries. It stays loaded until the process ends.
    //   errors  Errc::cannot_open, with what to do
    static Result<std::shared_ptr<const OnnxRuntime>> load(
        const std::filesystem::path& given, const std::filesystem::path& model_directory
    );
    OnnxRuntime(const OnnxRuntime&) = delete;
    OnnxRuntime& operator=(const OnnxRuntime&) = delete;
    ~OnnxRuntime();

    const OnnxApi& api() const { return api_; }
    OrtEnv* environment() const { return environment_; }

    // What a status says, which is released; nullopt: it says nothing is wrong.
    std::optional<std::string> take(OrtStatus* status) const;

private:
    explicit OnnxRuntime(const OnnxApi& api) : api_{api} {}

    OnnxApi api_;
    OrtEnv* environment_ = nullptr;
};

// One session for all callers; a call uses one thread, the caller's.
//   thread  any, at the same time
class OnnxModel {
public:
    // Takes models of BERT's kind: input_ids, and, where it has them, attention_mask,
    // token_type_ids and position_ids; one tensor of f32 comes of them.
    //   errors  Errc::cannot_open, with what the runtime says or what the model wants beside these
    static Result<std::unique_ptr<OnnxModel>> open(
        std::shared_ptr<const OnnxRuntime> runtime, const std::filesystem::path& file
    );
    OnnxModel(const OnnxModel&) = delete;
    OnnxModel& operator=(const OnnxModel&) = delete;
    ~OnnxModel();

    // For all tokens of one text.
    //   errors  Errc::refused, with what the runtime says; Errc::wrong_answer: not f32
    Result<Tensor> run(std::span<const std::int64_t> tokens) const;

private:
    enum class Filling : std::uint8_t { tokens, ones, zeros, positions };
    struct Input {
        std::string name;
        Filling filling;
        int type;
    };

    explicit OnnxModel(std::shared_ptr<const OnnxRuntime> runtime) : runtime_{std::move(runtime)} {}
    std::optional<std::string> open_session(const std::filesystem::path& file);
    std::optional<std::string> read_inputs();
    std::optional<std::string> read_output();
    Result<Tensor> read_tensor(OrtValue* value) const;

    std::shared_ptr<const OnnxRuntime> runtime_;
    OrtSession* session_ = nullptr;
    OrtMemoryInfo* memory_ = nullptr;
    std::vector<Input> inputs_;
    std::string output_;
};

}  // namespace ingestd::embed
