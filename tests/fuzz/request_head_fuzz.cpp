// Wherever a head is cut, it ends at the same byte; and it is parsed or refused.
#include <ingestd/http/request_head.hpp>
#include <ingestd/http/request_target.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Pieces pieces{fuzz::text_of(data, size)};
    const auto whole = http::find_head_end(pieces.whole());
    std::size_t looked_at = 0;
    std::size_t given = 0;
    Result<std::optional<std::size_t>> in_pieces = std::optional<std::size_t>{};
    for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) {
        given += piece.size();
        in_pieces = http::find_head_end(pieces.whole().substr(0, given), looked_at);
        if (!in_pieces || *in_pieces) break;
        looked_at = given;
    }
    if (whole) fuzz::require(in_pieces && *in_pieces == *whole, "the head ends at the same byte");
    if (!whole || !*whole) return 0;
    const auto head = http::parse_head(pieces.whole().substr(0, **whole));
    if (!head) return 0;
    fuzz::require(!head->method.empty() && !head->target.empty(), "a head has its request line");
    for (const auto& [name, value] : head->headers) {
        fuzz::require(!name.empty(), "a field has a name");
        fuzz::require(value.find_first_of("\r\n") == value.npos, "a value is one line");
    }
    return 0;
}
