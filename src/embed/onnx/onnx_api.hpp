// The few functions of ONNX Runtime that are used here. It is loaded when it is needed, and its
// header is not part of Debian.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {
struct OrtAllocator;
struct OrtEnv;
struct OrtMemoryInfo;
struct OrtRunOptions;
struct OrtSession;
struct OrtSessionOptions;
struct OrtStatus;
struct OrtTensorTypeAndShapeInfo;
struct OrtTypeInfo;
struct OrtValue;
}

namespace ingestd::embed {

// What its one symbol, OrtGetApiBase, gives.
struct OnnxApiBase {
    void* const* (*table)(std::uint32_t version);
    const char* (*version)();
};

// Of version 1 of its table, which only grows at its end. A status that is not null is an error,
// and is to be released.
//   source  onnxruntime_c_api.h, struct OrtApi
struct OnnxApi {
    static constexpr std::uint32_t version = 1;
    static constexpr int log_nothing_but_fatal = 4;  // the rest comes as a status
    static constexpr int arena_allocator = 1, default_memory = 0;
    static constexpr int f32 = 1, i32 = 6, i64 = 7;  // types of a tensor's elements

    template <class... Arguments>
    using Call = OrtStatus* (*)(Arguments...);
    template <class T>
    using Release = void (*)(T*);

    const char* (*error_message)(const OrtStatus*);
    Call<int, const char*, OrtEnv**> create_env;
    Call<const OrtEnv*, const char*, const OrtSessionOptions*, OrtSession**> create_session;
    Call<
        OrtSession*,
        const OrtRunOptions*,
        const char* const*,
        const OrtValue* const*,
        std::size_t,
        const char* const*,
        std::size_t,
        OrtValue**>
        run;
    Call<OrtSessionOptions**> create_session_options;
    Call<OrtSessionOptions*, int> set_intra_op_threads, set_inter_op_threads;
    Call<const OrtSession*, std::size_t*> input_count, output_count;
    Call<const OrtSession*, std::size_t, OrtTypeInfo**> input_type, output_type;
    Call<const OrtSession*, std::size_t, OrtAllocator*, char**> input_name, output_name;
    Call<
        const OrtMemoryInfo*,
        void*,
        std::size_t,
        const std::int64_t*,
        std::size_t,
        int,
        OrtValue**>
        create_tensor;
    Call<OrtValue*, void**> tensor_data;
    Call<const OrtTypeInfo*, const OrtTensorTypeAndShapeInfo**> tensor_info;
    Call<const OrtTensorTypeAndShapeInfo*, int*> element_type;
    Call<const OrtTensorTypeAndShapeInfo*, std::size_t*> dimension_count;
    Call<const OrtTensorTypeAndShapeInfo*, std::int64_t*, std::size_t> dimensions;
    Call<const OrtValue*, OrtTensorTypeAndShapeInfo**> value_info;
    Call<int, int, OrtMemoryInfo**> create_memory_info;
    Call<OrtAllocator*, void*> free_memory;
    Call<OrtAllocator**> default_allocator;
    Release<OrtEnv> release_env;
    Release<OrtStatus> release_status;
    Release<OrtMemoryInfo> release_memory_info;
    Release<OrtSession> release_session;
    Release<OrtValue> release_value;
    Release<OrtTypeInfo> release_type_info;
    Release<OrtTensorTypeAndShapeInfo> release_tensor_info;
    Release<OrtSessionOptions> release_session_options;

    explicit OnnxApi(void* const* table) {
        const auto take = [table](auto& function, std::size_t place) {
            function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(table[place]);
        };
        take(error_message, 2);
        take(create_env, 3);
        take(create_session, 7);
        take(run, 9);
        take(create_session_options, 10);
        take(set_intra_op_threads, 24);
        take(set_inter_op_threads, 25);
        take(input_count, 30);
        take(output_count, 31);
        take(input_type, 33);
        take(output_type, 34);
        take(input_name, 36);
        take(output_name, 37);
        take(create_tensor, 49);
        take(tensor_data, 51);
        take(tensor_info, 55);
        take(element_type, 60);
        take(dimension_count, 61);
        take(dimensions, 62);
        take(value_info, 65);
        take(create_memory_info, 69);
        take(free_memory, 76);
        take(default_allocator, 78);
        take(release_env, 92);
        take(release_status, 93);
        take(release_memory_info, 94);
        take(release_session, 95);
        take(release_value, 96);
        take(release_type_info, 98);
        take(release_tensor_info, 99);
        take(release_session_options, 100);
    }
};

}  // namespace ingestd::embed
