#include <ingestd/http/query_fields.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using Errors = std::vector<intake::FieldError>;

namespace {

Request with_query(std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.query = std::move(query);
    return request;
}

}  // namespace

TEST_CASE("a list's limit is bounded and has a default", "[http][query_fields]") {
    const auto none = with_query({});
    CHECK(QueryFields{none}.limit() == list_limit_default);

    const auto most = with_query({{"limit", "1000"}});
    QueryFields fields{most};
    CHECK(fields.limit() == 1000);
    CHECK(std::move(fields).errors().empty());
}

TEST_CASE("a limit that is none is refused", "[http][query_fields]") {
    const std::string text = GENERATE("", "0", "1001", "-1", "10x", "99999999999999999999");
    const auto request = with_query({{"limit", text}});
    QueryFields fields{request};

    fields.limit();

    REQUIRE(
        std::move(fields).errors() == Errors{{"/limit", "must be a whole number from 1 to 1000"}}
    );
}

TEST_CASE(
    "a parameter that nobody knows, or that stands twice, is refused", "[http][query_fields]"
) {
    const auto request = with_query({{"cursor", "a"}, {"cursor", "b"}, {"colection", "c"}});
    QueryFields fields{request};

    CHECK(fields.text("cursor") == "a");

    REQUIRE(
        std::move(fields).errors() ==
        Errors{{"/cursor", "stands twice in the query"}, {"/colection", "is not known here"}}
    );
}
