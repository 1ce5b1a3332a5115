#include <set>

#include <ingestd/base/id.hpp>

#include "support/catch.hpp"

using namespace ingestd;

TEST_CASE("a random id is a UUID of version 4", "[base][id]") {
    const auto text = UploadId::random().str();

    REQUIRE(text.size() == 36);
    REQUIRE(text[14] == '4');
    REQUIRE(std::string{"89ab"}.find(text[19]) != std::string::npos);
}

TEST_CASE("an ordered id is a UUID of version 7 that begins with its time", "[base][id]") {
    // RFC 9562, appendix A.6: the time of its example.
    const Timestamp time{std::chrono::milliseconds{0x017F22E279B0}};
    const auto text = UploadId::ordered(time + std::chrono::microseconds{999}).str();

    REQUIRE(text.substr(0, 15) == "017f22e2-79b0-7");
    REQUIRE(std::string{"89ab"}.find(text[19]) != std::string::npos);
}

TEST_CASE(
    "a later ordered id is the greater one, and none of an instant is another", "[base][id]"
) {
    const Timestamp time = wall_now();
    std::set<UploadId> ids;
    for (int i = 0; i < 1'000; ++i) ids.insert(UploadId::ordered(time));

    REQUIRE(ids.size() == 1'000);
    REQUIRE(*ids.rbegin() < UploadId::ordered(time + std::chrono::milliseconds{1}));
}

TEST_CASE("random ids differ", "[base][id]") {
    std::set<UploadId> ids;
    for (int i = 0; i < 10'000; ++i) ids.insert(UploadId::random());

    REQUIRE(ids.size() == 10'000);
}

TEST_CASE("an id reads back what it prints", "[base][id]") {
    const auto id = UploadId::random();

    REQUIRE(UploadId::parse(id.str()) == id);
}

TEST_CASE("only the dashed form is an id", "[base][id]") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "f47ac10b",
        "f47ac10b58cc4372a5670e02b2c3d479",
        "{f47ac10b-58cc-4372-a567-0e02b2c3d479}",
        "f47ac10b-58cc-4372-a567-0e02b2c3d47g",
        "f47ac10b-58cc-4372-a567-0e02b2c3d4790",
        "f47ac10b_58cc-4372-a567-0e02b2c3d479"
    );
    CAPTURE(text);

    REQUIRE(UploadId::parse(text) == std::nullopt);
}

TEST_CASE("upper case is read too", "[base][id]") {
    REQUIRE(
        UploadId::parse("F47AC10B-58CC-4372-A567-0E02B2C3D479") ==
        UploadId::parse("f47ac10b-58cc-4372-a567-0e02b2c3d479")
    );
}

TEST_CASE("a name gives the UUID of version 5 that RFC 9562 names", "[base][id]") {
    // RFC 9562, appendix A.4: the DNS name space with "www.example.com".
    const auto dns = parse_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8").value();

    REQUIRE(
        format_uuid(name_uuid(dns, "www.example.com")) == "2ed6657d-e927-568b-95e1-2665a8aea6a2"
    );
}

TEST_CASE("documents and chunks have the same id on every upload", "[base][id]") {
    const auto document = document_id("rag_documents", "report.pdf");

    REQUIRE(document_id("rag_documents", "report.pdf") == document);
    REQUIRE(document_id("rag_document", "sreport.pdf") != document);
    REQUIRE(chunk_id(document, 7) == chunk_id(document, 7));
    REQUIRE(chunk_id(document, 7) != chunk_id(document, 8));
}
