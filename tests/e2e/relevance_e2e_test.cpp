// How well searches find, on the public sets with judgements that may lie beside the project.
#include <cstdlib>
#include <map>
#include <sstream>

#include "binary.hpp"
#include "program.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::e2e;
namespace fs = std::filesystem;

namespace {

fs::path sets() {
    const char* const shared = std::getenv("INGESTD_SHARED");
    const auto root =
        shared != nullptr ? fs::path{shared} : fs::path{INGESTD_SOURCE_DIR} / ".." / "shared";
    return root / "retrieval";
}

// nDCG@10 by mode, as `ingestd eval` prints it.
std::map<std::string, double> ndcg_by_mode(const std::string& printed) {
    std::map<std::string, double> found;
    std::istringstream lines{printed};
    std::string word, mode;
    while (lines >> word) {
        if (word == "mode") lines >> mode;
        if (word == "nDCG@10") lines >> found[mode];
    }
    return found;
}

// Under words alone no worse than `words_at_least`; and what is fused no worse than its better
// half.
void check_modes(const std::string& name, double words_at_least) {
    const auto set = sets() / name;
    if (is_sanitized() || !fs::exists(set)) {
        WARN("left out: " << name << (is_sanitized() ? " under a sanitizer" : " is not there"));
        return;
    }
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto ended = run_ingestd(
        {"eval",
         set.string(),
         "--server",
         "http://127.0.0.1:" + std::to_string(server.port()),
         "--mode",
         "keyword",
         "--mode",
         "vector",
         "--mode",
         "hybrid"}
    );

    INFO(ended.output << ended.errors);
    REQUIRE(ended.status == 0);
    auto ndcg = ndcg_by_mode(ended.output);
    REQUIRE(ndcg.size() == 3);
    CHECK(ndcg["hybrid"] >= std::max(ndcg["keyword"], ndcg["vector"]) - 0.005);
    CHECK(ndcg["keyword"] >= words_at_least);
}

}  // namespace

TEST_CASE("hybrid finds as well as its better half in Cranfield", "[e2e][relevance]") {
    check_modes("cranfield", 0.391);
}

TEST_CASE("hybrid finds as well as its better half in SciFact", "[e2e][relevance]") {
    check_modes("scifact", 0.686);
}
