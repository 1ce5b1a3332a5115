#include <algorithm>
#include <utility>

#include <ingestd/http/upload_form.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using Errors = std::vector<intake::FieldError>;
using Field = std::pair<std::string, std::string>;

namespace {

intake::UploadDocument file(std::string name) {
    intake::UploadDocument document;
    document.filename = std::move(name);
    document.content = std::string{"bytes"};
    return document;
}

std::variant<intake::UploadRequest, Errors> finish(const std::vector<Field>& fields) {
    UploadForm form;
    for (const auto& [name, text] : fields) form.add_field(name, text);
    form.add_document(file("a.txt"));
    return std::move(form).finish({});
}

}  // namespace

TEST_CASE("a form's fields may come in any order", "[http][upload_form]") {
    std::vector<Field> fields{
        {"collection_name", "c"},
        {"force_recreate", "true"},
        {"metadata", R"({"by":"me"})"},
        {"options", R"({"chunking":{"max_tokens":64,"overlap_tokens":4}})"},
    };
    do {
        const auto finished = finish(fields);

        REQUIRE(std::holds_alternative<intake::UploadRequest>(finished));
        const auto& request = std::get<intake::UploadRequest>(finished);
        CHECK(request.collection == "c");
        CHECK(request.force_recreate);
        CHECK(request.options.chunking == ChunkingOptions{.max_tokens = 64, .overlap_tokens = 4});
        CHECK(request.documents.front().metadata == R"({"by":"me"})");
    } while (std::next_permutation(fields.begin(), fields.end()));
}

TEST_CASE("a form's bad field is named by its pointer", "[http][upload_form]") {
    const auto [field, pointer] = GENERATE(table<Field, std::string>({
        {{"collection_name", "a b"}, "/collection_name"},
        {{"collection_name", "\xFF"}, "/collection_name"},
        {{"force_recreate", "yes"}, "/force_recreate"},
        {{"options", "{"}, "/options"},
        {{"options", "[]"}, "/options"},
        {{"options", R"({"ocr":7})"}, "/options/ocr"},
        {{"options", R"({"chunking":{},"chunking":{}})"}, "/options/chunking"},
        {{"metadata", "text"}, "/metadata"},
        {{"metadata", "7"}, "/metadata"},
        {{"colection_name", "c"}, "/colection_name"},
    }));
    std::vector<Field> fields{field};
    if (field.first != "collection_name") fields.push_back({"collection_name", "c"});

    const auto finished = finish(fields);

    REQUIRE(std::holds_alternative<Errors>(finished));
    const auto& errors = std::get<Errors>(finished);
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().pointer == pointer);
}

TEST_CASE("a form's field that comes twice is refused", "[http][upload_form]") {
    const auto finished = finish({{"collection_name", "c"}, {"collection_name", "d"}});

    REQUIRE(
        std::get<Errors>(finished) == Errors{{"/collection_name", "stands twice in the request"}}
    );
}

TEST_CASE("a form without a file, or without a collection, is refused", "[http][upload_form]") {
    const auto finished = UploadForm{}.finish({});

    const auto& errors = std::get<Errors>(finished);
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].pointer == "/collection_name");
    CHECK(errors[1].pointer == "/documents");
}
