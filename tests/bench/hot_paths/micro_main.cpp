// ingestd-micro: the hot paths, and the exact search of 100,000 vectors, by Google Benchmark.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <benchmark/benchmark.h>
#include <ingestd/tokens/encoding.hpp>
#include <ingestd/vector/vector_index.hpp>

#include "../vector/made_vectors.hpp"
#include "hot_paths.hpp"
#include "made_text.hpp"

namespace ingestd::bench {
namespace {

constexpr std::size_t vector_count = 100'000;
constexpr std::size_t dimension = 384;
constexpr std::size_t query_count = 16;
constexpr std::size_t chunk_words = 140;

// The time told is that of one unit.
void add(const HotPath& path) {
    benchmark::RegisterBenchmark((path.name + "/" + path.unit).c_str(), [path](auto& state) {
        for (auto _ : state) benchmark::DoNotOptimize(path.call());
        const auto units = static_cast<double>(path.units);
        state.counters["unit"] = benchmark::Counter(
            units, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert
        );
    });
}

// Not every build has its table, hence no hot path whose instructions are counted.
void add_o200k() {
    const auto* encoding = tokens::find_encoding("o200k_base");
    if (encoding == nullptr) return;
    add({"o200k_tokens", "chunk", 1, [encoding, text = make_sentences(chunk_words)] {
             return std::size_t{encoding->count_tokens(text)};
         }});
}

// A directory that is gone when this is.
class Scratch {
public:
    Scratch() {
        auto name = (std::filesystem::temp_directory_path() / "ingestd-micro-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path_ = name;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;  // it lies in the folder for such things
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// Vectors are fetched from memory, so that the scan stands alone.
void vector_scan(benchmark::State& state) {
    const Scratch scratch;
    const auto stored = make_vectors(Kind::random, vector_count, dimension, 2);
    const auto asked = make_vectors(Kind::random, query_count, dimension, 3);
    const auto index =
        vector::VectorIndex::create(scratch.path() / "vectors", {.dimension = dimension}).value();
    for (std::int64_t row = 1; row <= static_cast<std::int64_t>(vector_count); ++row) {
        index->append(row, stored.of(row)).value();
    }
    const auto fetch = [&](vector::Row row, std::span<float> into) {
        std::ranges::copy(stored.of(row), into.begin());
        return true;
    };
    std::size_t turn = 0;
    for (auto _ : state) {
        const auto query = asked.of(static_cast<std::int64_t>(turn++ % query_count) + 1);
        benchmark::DoNotOptimize(index->nearest({.vector = query}, fetch).value());
    }
}

}  // namespace
}  // namespace ingestd::bench

int main(int argc, char** argv) {
    for (const auto& path : ingestd::bench::hot_paths()) ingestd::bench::add(path);
    ingestd::bench::add_o200k();
    benchmark::RegisterBenchmark("vector_scan/100000", ingestd::bench::vector_scan)
        ->Unit(benchmark::kMicrosecond);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
