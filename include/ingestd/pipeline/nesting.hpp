// How much may be found inside of a document that somebody sent, over all levels. Pure.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include <ingestd/base/units.hpp>
#include <ingestd/document/document_failure.hpp>

namespace ingestd::pipeline {

// A document inside of so many others is read, but what is inside of it is not.
inline constexpr std::uint32_t nesting_max = 5;

// Over all levels, what is inside of what counting again.
inline constexpr std::uint64_t documents_inside_max = 10'000;
inline constexpr std::uint64_t bytes_inside_max = 8_GiB;
// Times the bytes that were sent, once there are more than `bytes_inside_unquestioned`.
inline constexpr std::uint64_t ratio_inside_max = 400;
inline constexpr std::uint64_t bytes_inside_unquestioned = 64_MiB;

// What one document that was sent has given so far. Past a bound nothing is taken any more.
//   thread  any, at the same time
class NestingBudget {
public:
    explicit NestingBudget(
        std::uint64_t sent_bytes, std::uint64_t documents_max = documents_inside_max
    )
        : sent_bytes_{sent_bytes}, documents_max_{documents_max} {}

    // One more document, or so many more bytes of one; why not, if it must not be.
    //   errors  too_large
    std::optional<DocumentFailure> take_document();
    std::optional<DocumentFailure> take_bytes(std::uint64_t bytes);

    // Bytes of a document that did not come to its end: it is found again.
    void give_back(std::uint64_t bytes) { bytes_ -= bytes; }

private:
    const std::uint64_t sent_bytes_, documents_max_;
    std::atomic<std::uint64_t> documents_ = 0, bytes_ = 0;
};

// Why what is inside of a document nested too deep is not read.
DocumentFailure nested_too_deep();

}  // namespace ingestd::pipeline
