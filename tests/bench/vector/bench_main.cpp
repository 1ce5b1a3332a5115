// Exact nearest vectors: ours beside faiss and sqlite-vec, some queries by each in turn.
//   ingestd-bench-vector DIRECTORY VEC0 [THOUSANDS …]
// DIRECTORY is where files are made; VEC0 is sqlite-vec's extension, asked at 100 thousand at
// most.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <string>

#include "../../../src/vector/half_codes.hpp"
#include "engines.hpp"

namespace ingestd::bench {
namespace {

constexpr std::size_t dimension = 384;
constexpr std::size_t limit = 10;
constexpr std::size_t group_queries = 10;
constexpr std::size_t warming = 2;  // queries before each group that are not counted

struct Measured {
    std::unique_ptr<Engine> engine;
    std::vector<double> ms{};            // by the clock
    std::vector<double> processor_ms{};  // of all threads
    std::size_t found = 0;               // of the true nearest
};

// What stands at that part of the sorted figures.
double at(std::vector<double> figures, double part) {
    const auto place = figures.begin() +
                       static_cast<std::ptrdiff_t>(part * static_cast<double>(figures.size() - 1));
    std::nth_element(figures.begin(), place, figures.end());
    return *place;
}

double processor_ms_now() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

std::size_t common(const std::vector<std::int64_t>& found, const std::vector<std::int64_t>& truth) {
    return static_cast<std::size_t>(std::count_if(truth.begin(), truth.end(), [&](auto row) {
        return std::find(found.begin(), found.end(), row) != found.end();
    }));
}

void ask(Measured& measured, std::span<const float> query, const std::vector<std::int64_t>& truth) {
    const auto processor_begin = processor_ms_now();
    const auto begin = std::chrono::steady_clock::now();
    const auto found = measured.engine->nearest(query, limit);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    measured.ms.push_back(taken.count());
    measured.processor_ms.push_back(processor_ms_now() - processor_begin);
    measured.found += common(found, truth);
}

// Some queries in a row, as a server has them; the first ones only bring its memory near.
void ask_group(
    Measured& measured,
    const MadeVectors& asked,
    const std::vector<std::vector<std::int64_t>>& truth,
    std::size_t group
) {
    for (std::size_t i = 0; i < warming; ++i) {
        measured.engine->nearest(asked.of(static_cast<std::int64_t>(i) + 1), limit);
    }
    for (std::size_t i = group; i < group + group_queries; ++i) {
        ask(measured, asked.of(static_cast<std::int64_t>(i) + 1), truth[i]);
    }
}

// Processor time tells the same on a machine that has other work, too.
void print(const std::vector<Measured>& all, std::size_t queries) {
    std::printf("%-20s recall@10  p50 ms  p99 ms  ratio  processor ms  ratio\n", "");
    const auto& ours = all.front();
    for (const auto& one : all) {
        std::printf(
            "%-20s %9.4f %7.2f %7.2f %6.1f %13.2f %6.1f\n",
            one.engine->name().c_str(),
            static_cast<double>(one.found) / static_cast<double>(queries * limit),
            at(one.ms, 0.5),
            at(one.ms, 0.99),
            at(one.ms, 0.5) / at(ours.ms, 0.5),
            at(one.processor_ms, 0.5),
            at(one.processor_ms, 0.5) / at(ours.processor_ms, 0.5)
        );
    }
}

void measure(
    Kind kind,
    std::size_t size,
    const std::filesystem::path& directory,
    const std::filesystem::path& vec0
) {
    const bool is_small = size <= 100'000;
    const std::size_t queries = is_small ? 200 : 50;
    std::printf(
        "%zu %s vectors of %zu dimensions, %zu queries\n",
        size,
        kind == Kind::random ? "random" : "clustered",
        dimension,
        queries
    );
    const auto vectors = make_vectors(kind, size, dimension, 2);
    const auto asked = make_vectors(kind, queries, dimension, 3);
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    std::vector<Measured> all;
    all.push_back({make_ingestd(vectors, directory, 1)});
    all.push_back({make_ingestd(vectors, directory, 2)});
    all.push_back({make_faiss(vectors)});
    if (is_small) {
        all.push_back({make_sqlite_vec(vectors, directory, vec0, Storage::f32)});
        all.push_back({make_sqlite_vec(vectors, directory, vec0, Storage::int8)});
    }
    std::vector<std::vector<std::int64_t>> truth;
    for (std::size_t i = 1; i <= asked.size(); ++i) {
        truth.push_back(true_nearest(vectors, asked.of(static_cast<std::int64_t>(i)), limit));
    }
    for (std::size_t group = 0; group < queries; group += group_queries) {
        for (auto& one : all) ask_group(one, asked, truth, group);
    }
    print(all, queries);
    std::filesystem::remove_all(directory);
}

// The inner loop alone, by each kind of processor.
void measure_kernels() {
    constexpr std::size_t count = 100'000;
    const std::vector<std::uint8_t> packed(count * vector::half_code_bytes(dimension), 0x5A);
    const vector::HalfCodeQuery query{std::vector<std::int8_t>(dimension, 77)};
    std::vector<std::int32_t> dots(64);
    std::printf("upper halves of %zu vectors\n", count);
    for (const auto& kernel : vector::half_code_kernels()) {
        std::vector<double> ms;
        for (int round = 0; round < 21; ++round) {
            const auto begin = std::chrono::steady_clock::now();
            for (std::size_t at = 0; at + 64 <= count; at += 64) {
                kernel.dots(query, packed.data() + at * query.bytes(), 64, dots.data());
            }
            const std::chrono::duration<double, std::milli> taken =
                std::chrono::steady_clock::now() - begin;
            ms.push_back(taken.count());
        }
        std::printf("%-20s %9.2f ms\n", kernel.name, at(ms, 0.5));
    }
}

}  // namespace
}  // namespace ingestd::bench

int main(int count, char** words) try {
    using namespace ingestd::bench;
    if (count < 3) {
        std::fputs("ingestd-bench-vector DIRECTORY VEC0 [THOUSANDS …]\n", stderr);
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::vector<std::size_t> thousands;
    for (int i = 3; i < count; ++i) thousands.push_back(std::strtoul(words[i], nullptr, 10));
    if (thousands.empty()) thousands = {100, 1000};
    measure_kernels();
    for (const auto size : thousands) {
        for (const auto kind : {Kind::random, Kind::clustered}) {
            measure(kind, size * 1000, std::filesystem::path{words[1]} / "vectors", words[2]);
        }
    }
} catch (const std::exception& failed) {
    std::fprintf(stderr, "%s\n", failed.what());
    return 1;
}
