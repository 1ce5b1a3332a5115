#include <ingestd/client/options_field.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

TEST_CASE("what a command asks of reading becomes the form's options", "[options field]") {
    CHECK(options_field({}) == std::nullopt);
    CHECK(
        options_field({.password = "a \"b\"", .ocr_languages = {}}) == R"({"password":"a \"b\""})"
    );
    CHECK(
        options_field({.password = {}, .ocr_languages = {"eng", "deu"}}) ==
        R"({"ocr":{"languages":["eng","deu"]}})"
    );
}

}  // namespace
}  // namespace ingestd::client
