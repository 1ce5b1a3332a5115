#include <algorithm>
#include <memory>
#include <utility>

#include <ingestd/embed/errc.hpp>

#include "onnx_runtime.hpp"

namespace ingestd::embed {
namespace {

// Released by the function that the runtime has for it.
template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

// Outputs that are known to be what is wanted, most wanted first; of a model that has none of them,
// its first.
constexpr std::string_view output_names[] = {
    "last_hidden_state", "token_embeddings", "sentence_embedding"};

struct Told {
    std::string name;
    int type = 0;
};

// Name and element type of the n-th input, or output.
template <class Name, class Type>
std::optional<std::string> tell(
    const OnnxRuntime& runtime,
    OrtSession* session,
    std::pair<Name, Type> calls,
    std::size_t n,
    Told& into
) {
    const auto& api = runtime.api();
    OrtAllocator* allocator = nullptr;
    char* name = nullptr;
    if (auto wrong = runtime.take(api.default_allocator(&allocator))) return wrong;
    if (auto wrong = runtime.take(calls.first(session, n, allocator, &name))) return wrong;
    into.name = name;
    runtime.take(api.free_memory(allocator, name));
    OrtTypeInfo* type = nullptr;
    if (auto wrong = runtime.take(calls.second(session, n, &type))) return wrong;
    const Owned<OrtTypeInfo> owned{type, api.release_type_info};
    const OrtTensorTypeAndShapeInfo* info = nullptr;
    if (auto wrong = runtime.take(api.tensor_info(type, &info))) return wrong;
    return info ? runtime.take(api.element_type(info, &into.type)) : std::nullopt;
}

}  // namespace

Result<std::unique_ptr<OnnxModel>> OnnxModel::open(
    std::shared_ptr<const OnnxRuntime> runtime, const std::filesystem::path& file
) {
    std::unique_ptr<OnnxModel> model{new OnnxModel{std::move(runtime)}};
    auto wrong = model->open_session(file);
    if (!wrong) wrong = model->read_inputs();
    if (!wrong) wrong = model->read_output();
    if (wrong) return Error{Errc::cannot_open, file.string() + ": " + *wrong};
    return model;
}

OnnxModel::~OnnxModel() {
    if (memory_) runtime_->api().release_memory_info(memory_);
    if (session_) runtime_->api().release_session(session_);
}

std::optional<std::string> OnnxModel::open_session(const std::filesystem::path& file) {
    const auto& api = runtime_->api();
    OrtSessionOptions* options = nullptr;
    if (auto wrong = runtime_->take(api.create_session_options(&options))) return wrong;
    const Owned<OrtSessionOptions> owned{options, api.release_session_options};
    // One thread a text, as many texts as there are threads: measured twice as fast as many threads
    // for one.
    if (auto wrong = runtime_->take(api.set_intra_op_threads(options, 1))) return wrong;
    if (auto wrong = runtime_->take(api.set_inter_op_threads(options, 1))) return wrong;
    auto wrong =
        runtime_->take(api.create_session(runtime_->environment(), file.c_str(), options, &session_)
        );
    if (wrong) return wrong;
    return runtime_->take(
        api.create_memory_info(OnnxApi::arena_allocator, OnnxApi::default_memory, &memory_)
    );
}

std::optional<std::string> OnnxModel::read_inputs() {
    constexpr std::pair<std::string_view, Filling> known[] = {
        {"input_ids", Filling::tokens},
        {"attention_mask", Filling::ones},
        {"token_type_ids", Filling::zeros},
        {"position_ids", Filling::positions}};
    const auto& api = runtime_->api();
    std::size_t count = 0;
    if (auto wrong = runtime_->take(api.input_count(session_, &count))) return wrong;
    for (std::size_t n = 0; n < count; ++n) {
        Told told;
        const std::pair calls{api.input_name, api.input_type};
        if (auto wrong = tell(*runtime_, session_, calls, n, told)) return wrong;
        const auto* const found =
            std::ranges::find(known, told.name, [](const auto& pair) { return pair.first; });
        if (found == std::end(known))
            return "it wants the input " + told.name + ", which is not known";
        if (told.type != OnnxApi::i64 && told.type != OnnxApi::i32)
            return "its input " + told.name + " is not of whole numbers";
        inputs_.push_back({told.name, found->second, told.type});
    }
    const auto is_tokens = [](const Input& input) { return input.filling == Filling::tokens; };
    if (std::ranges::none_of(inputs_, is_tokens)) return "it takes no input_ids";
    return std::nullopt;
}

std::optional<std::string> OnnxModel::read_output() {
    const auto& api = runtime_->api();
    std::size_t count = 0;
    if (auto wrong = runtime_->take(api.output_count(session_, &count))) return wrong;
    std::vector<Told> outputs(count);
    for (std::size_t n = 0; n < count; ++n) {
        const std::pair calls{api.output_name, api.output_type};
        if (auto wrong = tell(*runtime_, session_, calls, n, outputs[n])) return wrong;
    }
    if (outputs.empty()) return "it gives nothing";
    const auto* best = &outputs.front();
    for (const auto name : output_names) {
        const auto found = std::ranges::find(outputs, name, &Told::name);
        if (found == outputs.end()) continue;
        best = &*found;
        break;
    }
    if (best->type != OnnxApi::f32)
        return "its output " + best->name + " is not of f32 (use a model whose output is)";
    output_ = best->name;
    return std::nullopt;
}

Result<Tensor> OnnxModel::run(std::span<const std::int64_t> tokens) const {
    const auto& api = runtime_->api();
    const auto refused = [](const std::string& what) { return Error{Errc::refused, what}; };
    const std::int64_t shape[] = {1, static_cast<std::int64_t>(tokens.size())};
    std::vector<std::vector<std::int64_t>> wide(inputs_.size());
    std::vector<std::vector<std::int32_t>> narrow(inputs_.size());
    std::vector<Owned<OrtValue>> values;
    std::vector<const OrtValue*> given;
    std::vector<const char*> names;
    for (std::size_t n = 0; n < inputs_.size(); ++n) {
        const auto& [name, filling, type] = inputs_[n];
        auto& filled = wide[n];
        filled.assign(tokens.size(), filling == Filling::ones ? 1 : 0);
        if (filling == Filling::tokens) filled.assign(tokens.begin(), tokens.end());
        for (std::size_t i = 0; filling == Filling::positions && i < filled.size(); ++i)
            filled[i] = static_cast<std::int64_t>(i);
        void* bytes = filled.data();
        auto size = filled.size() * sizeof(std::int64_t);
        if (type == OnnxApi::i32) {
            for (const auto value : filled) narrow[n].push_back(static_cast<std::int32_t>(value));
            bytes = narrow[n].data();
            size /= 2;
        }
        OrtValue* value = nullptr;
        if (auto wrong =
                runtime_->take(api.create_tensor(memory_, bytes, size, shape, 2, type, &value)))
            return refused(*wrong);
        values.emplace_back(value, api.release_value);
        given.push_back(value);
        names.push_back(name.c_str());
    }
    OrtValue* output = nullptr;
    const char* const output_name = output_.c_str();
    auto* const status = api.run(
        session_, nullptr, names.data(), given.data(), given.size(), &output_name, 1, &output
    );
    if (auto wrong = runtime_->take(status)) return refused(*wrong);
    const Owned<OrtValue> owned{output, api.release_value};
    return read_tensor(output);
}

Result<Tensor> OnnxModel::read_tensor(OrtValue* value) const {
    const auto& api = runtime_->api();
    const auto refused = [](const std::string& what) { return Error{Errc::refused, what}; };
    OrtTensorTypeAndShapeInfo* info = nullptr;
    if (auto wrong = runtime_->take(api.value_info(value, &info))) return refused(*wrong);
    const Owned<OrtTensorTypeAndShapeInfo> owned{info, api.release_tensor_info};
    std::size_t count = 0;
    if (auto wrong = runtime_->take(api.dimension_count(info, &count))) return refused(*wrong);
    Tensor tensor;
    tensor.shape.resize(count);
    if (auto wrong = runtime_->take(api.dimensions(info, tensor.shape.data(), count)))
        return refused(*wrong);
    std::size_t size = 1;
    for (const auto length : tensor.shape) size *= static_cast<std::size_t>(length);
    void* data = nullptr;
    if (auto wrong = runtime_->take(api.tensor_data(value, &data))) return refused(*wrong);
    const auto* const numbers = static_cast<const float*>(data);
    tensor.values.assign(numbers, numbers + size);
    return tensor;
}

}  // namespace ingestd::embed
