// source: ONNX Runtime's C API; dlopen(3)
#include "onnx_runtime.hpp"

#include <dlfcn.h>
#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {
namespace {

namespace fs = std::filesystem;

constexpr const char* library_names[] = {"libonnxruntime.so", "libonnxruntime.so.1"};

// Paths are absolute, so that nothing is looked for elsewhere; names are the system's to find.
std::vector<std::string> places(const fs::path& given, const fs::path& model_directory) {
    if (!given.empty()) return {fs::absolute(given).string()};
    std::vector<std::string> places;
    for (const auto* name : library_names) {
        const auto beside = fs::absolute(model_directory) / name;
        if (fs::exists(beside)) places.push_back(beside.string());
    }
    places.insert(places.end(), std::begin(library_names), std::end(library_names));
    return places;
}

}  // namespace

Result<std::shared_ptr<const OnnxRuntime>> OnnxRuntime::load(
    const fs::path& given, const fs::path& model_directory
) {
    void* library = nullptr;
    std::string why;
    for (const auto& place : places(given, model_directory)) {
        // Never unloaded: it has threads and data of its own.
        library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (library) break;
        const auto* const said = dlerror();
        why += (why.empty() ? "" : "; ") + std::string{said ? said : place};
    }
    if (!library) {
        return Error{
            Errc::cannot_open,
            "ONNX Runtime's library was not found (" + why +
                "); docs/embedders.md tells where to get it"};
    }
    using Base = const OnnxApiBase* (*)();
    const auto base = reinterpret_cast<Base>(dlsym(library, "OrtGetApiBase"));
    void* const* const table = base ? base()->table(OnnxApi::version) : nullptr;
    if (!table) return Error{Errc::cannot_open, "the library that was found is no ONNX Runtime"};
    std::shared_ptr<OnnxRuntime> runtime{new OnnxRuntime{OnnxApi{table}}};
    const auto& api = runtime->api_;
    if (auto wrong = runtime->take(
            api.create_env(OnnxApi::log_nothing_but_fatal, "ingestd", &runtime->environment_)
        ))
        return Error{Errc::cannot_open, "ONNX Runtime: " + *wrong};
    return std::shared_ptr<const OnnxRuntime>{std::move(runtime)};
}

OnnxRuntime::~OnnxRuntime() {
    if (environment_) api_.release_env(environment_);
}

std::optional<std::string> OnnxRuntime::take(OrtStatus* status) const {
    if (!status) return std::nullopt;
    std::string message{api_.error_message(status)};
    api_.release_status(status);
    return message;
}

}  // namespace ingestd::embed
