// A citation that is checked: text, hashes, and where it stands on the page.
#include <ingestd/base/digest.hpp>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

const std::string keeper =
    "The keeper lights the lamp at dusk and writes down\neach ship that passes. He extin-\nguishes "
    "it "
    "at dawn.";

json upload(std::uint16_t port, const std::string& filename, const std::string& bytes) {
    const auto accepted =
        call(port, "POST", "/upload?collection_name=c&filename=" + filename, bytes);
    REQUIRE(accepted.status == 202);
    return wait_for_end(port, accepted.parsed().at("upload_id"));
}

json proof_of(std::uint16_t port, const std::string& query) {
    const auto found = post_json(port, "/collections/c/search", {{"query", query}}).parsed();
    const std::string chunk = found.at("hits").at(0).at("chunk_id");
    const auto answer = get(port, "/chunks/" + chunk + "/proof");
    REQUIRE(answer.status == 200);
    return answer.parsed();
}

}  // namespace

TEST_CASE("a citation of a PDF is proven, down to the lines on its page", "[e2e][proof]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto pdf = test::make_pdf({"Rules of the light", keeper});
    upload(port, "rules.pdf", pdf);

    const auto proof = proof_of(port, "extinguishes it at dawn");

    CHECK(proof.at("verified") == true);
    CHECK(proof.at("page_end") == 2);
    CHECK(proof.at("document_sha256") == sha256(pdf).hex());
    CHECK(get(port, proof.at("links").at("original")).body == pdf);
    const auto text = get(port, proof.at("links").at("text")).body;
    const std::size_t start = proof.at("start"), end = proof.at("end");
    CHECK(text.substr(start, end - start) == proof.at("text"));
    CHECK(sha256(text.substr(start, end - start)).hex() == proof.at("text_sha256"));

    CAPTURE(proof.dump(1));
    CHECK_FALSE(proof.contains("boxes_unavailable"));
    REQUIRE(proof.at("boxes").size() >= 3);
    const auto& last = proof.at("boxes").back();
    CHECK(last.at("page") == 2);
    CHECK(last.at("x").get<double>() == Approx(60).margin(1));
    CHECK(last.at("y").get<double>() == Approx(792 - 760 - 9 + 2 * 14).margin(4));
    CHECK(proof.at("pages").back().at("height") == 792);
}

TEST_CASE("where no boxes can be had the proof says why", "[e2e][proof]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    upload(port, "keeper.txt", "The keeper lights the lamp at dusk.");

    const auto proof = proof_of(port, "lamp");

    CHECK(proof.at("verified") == true);
    CHECK_FALSE(proof.contains("boxes"));
    CHECK_THAT(proof.at("boxes_unavailable").get<std::string>(), Catch::Contains("PDF"));
}
