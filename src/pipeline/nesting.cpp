#include <algorithm>
#include <string>

#include <ingestd/pipeline/nesting.hpp>

namespace ingestd::pipeline {
namespace {

DocumentFailure too_large(std::string detail) {
    return {.code = "too_large", .detail = std::move(detail)};
}

}  // namespace

std::optional<DocumentFailure> NestingBudget::take_document() {
    if (++documents_ <= documents_max_) return std::nullopt;
    return too_large(
        "The file that was sent holds more than " + std::to_string(documents_max_) +
        " documents, over all that is nested in it. Those before this one were taken in."
    );
}

std::optional<DocumentFailure> NestingBudget::take_bytes(std::uint64_t bytes) {
    const auto all = bytes_ += bytes;
    const auto by_ratio = std::max(bytes_inside_unquestioned, sent_bytes_ * ratio_inside_max);
    if (all <= std::min(bytes_inside_max, by_ratio)) return std::nullopt;
    return too_large(
        all > bytes_inside_max
            ? "The file that was sent unpacks to more than " +
                  std::to_string(bytes_inside_max / 1_GiB) + " GiB, over all that is nested in it."
            : "The file that was sent unpacks to more than " + std::to_string(ratio_inside_max) +
                  " times its size, over all that is nested in it."
    );
}

DocumentFailure nested_too_deep() {
    return {
        .code = "nested_too_deep",
        .detail = "What is inside of it was not read: it is nested in " +
                  std::to_string(nesting_max) + " others already."};
}

}  // namespace ingestd::pipeline
