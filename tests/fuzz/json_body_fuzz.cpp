// Whatever JSON an upload is, it is read or refused with a reason.
#include <ingestd/http/upload_json.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = http::parse_upload_request(fuzz::text_of(data, size), {});
    if (const auto* broken = std::get_if<http::JsonSyntaxError>(&parsed)) {
        fuzz::require(broken->line > 0 && broken->column > 0, "an error has a place");
    } else if (const auto* errors = std::get_if<std::vector<intake::FieldError>>(&parsed)) {
        fuzz::require(!errors->empty(), "a refusal has a reason");
    }
    return 0;
}
