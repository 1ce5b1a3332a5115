#include <cerrno>

#include <ingestd/blobs/errc.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/progress/errc.hpp>
#include <ingestd/search/errc.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using boost::system::error_code;
using nlohmann::json;

namespace {

Request request_for(std::string path) {
    Request request;
    request.id = *RequestId::parse("f47ac10b-58cc-4372-a567-0e02b2c3d479");
    request.method = "GET";
    request.path = std::move(path);
    return request;
}

std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return "";
}

}  // namespace

TEST_CASE("a problem has the members of RFC 9457 and ours", "[http][problem]") {
    const auto response = make_problem(
        request_for("/upload"),
        422,
        "Invalid fields",
        "is missing",
        {{"/collection_name", "is missing"}}
    );

    CHECK(response.status == 422);
    CHECK(response.content_type == "application/problem+json");
    REQUIRE(
        json::parse(response.body) ==
        json{
            {"type", "urn:ingestd:problem:invalid-fields"},
            {"title", "Invalid fields"},
            {"status", 422},
            {"detail", "is missing"},
            {"instance", "/upload#f47ac10b-58cc-4372-a567-0e02b2c3d479"},
            {"errors", {{{"pointer", "/collection_name"}, {"detail", "is missing"}}}},
        }
    );
}

TEST_CASE("of one bad field the detail is a whole sentence", "[http][problem]") {
    const auto one =
        make_field_problem(request_for("/upload"), {{"/documents/0/content", "is missing"}});
    CHECK(json::parse(one.body).at("detail") == "documents/0/content is missing");
    const auto whole = make_field_problem(request_for("/upload"), {{"", "must be an object"}});
    CHECK(json::parse(whole.body).at("detail") == "The request must be an object");
}

TEST_CASE("a problem without bad fields has no list of them", "[http][problem]") {
    const auto body = json::parse(make_problem(request_for("/x"), 404, "Not found", "").body);

    REQUIRE_FALSE(body.contains("errors"));
}

TEST_CASE("a path that is no UTF-8 still gives a problem that is JSON", "[http][problem]") {
    const auto response = make_problem(request_for("/\xFF"), 404, "Not found", "no \xC3");

    REQUIRE(json::parse(response.body)["detail"] == "no \xEF\xBF\xBD");
}

TEST_CASE("every room's error has its status", "[http][problem]") {
    const auto [code, status, title] = GENERATE(table<error_code, unsigned, std::string>({
        {http::Errc::bad_head, 400, "Bad request"},
        {http::Errc::bad_version, 505, "HTTP version not supported"},
        {http::Errc::head_too_large, 431, "Request head too large"},
        {http::Errc::head_too_slow, 408, "Request too slow"},
        {http::Errc::bad_framing, 400, "Malformed body"},
        {http::Errc::truncated_body, 400, "Body cut short"},
        {http::Errc::body_too_large, 413, "Body too large"},
        {http::Errc::body_too_slow, 408, "Request too slow"},
        {http::Errc::bad_multipart, 400, "Malformed multipart body"},
        {http::Errc::truncated_multipart, 400, "Body cut short"},
        {http::Errc::too_many_documents, 413, "Too many documents"},
        {http::Errc::timed_out, 408, "Request too slow"},
        {http::Errc::stopping, 503, "Not available now"},
        {http::Errc::peer_closed, 500, "Internal error"},
        {http::Errc::peer_silent, 500, "Internal error"},
        {intake::Errc::unknown_upload, 404, "Unknown upload"},
        {intake::Errc::already_ended, 409, "Upload already ended"},
        {intake::Errc::stopping, 503, "Not available now"},
        {progress::Errc::unknown_upload, 404, "Unknown upload"},
        {progress::Errc::closed, 503, "Not available now"},
        {collections::Errc::unknown_collection, 404, "Unknown collection"},
        {collections::Errc::unknown_document, 404, "Unknown document"},
        {collections::Errc::bad_cursor, 422, "Invalid fields"},
        {collections::Errc::damaged, 500, "Collection damaged"},
        {search::Errc::damaged, 500, "Collection damaged"},
        {search::Errc::unknown_collection, 404, "Unknown collection"},
        {catalog::Errc::unknown_collection, 404, "Unknown collection"},
        {catalog::Errc::unknown_upload, 404, "Unknown upload"},
        {catalog::Errc::disk_full, 507, "Storage full"},
        {catalog::Errc::corrupt, 500, "Internal error"},
        {catalog::Errc::newer_schema, 500, "Internal error"},
        {catalog::Errc::locked, 500, "Internal error"},
        {catalog::Errc::sync_failed, 503, "Storage not available"},
        {blobs::Errc::disk_full, 507, "Storage full"},
        {blobs::Errc::missing, 500, "Internal error"},
        {blobs::Errc::sync_failed, 503, "Storage not available"},
        {error_code{ENOSPC, boost::system::generic_category()}, 507, "Storage full"},
        {error_code{ENOSPC, boost::system::system_category()}, 507, "Storage full"},
        {error_code{EIO, boost::system::system_category()}, 503, "Storage not available"},
        {error_code{EROFS, boost::system::system_category()}, 503, "Storage not available"},
        {error_code{EACCES, boost::system::system_category()}, 503, "Storage not available"},
    }));
    CAPTURE(code);

    const auto response = make_problem(request_for("/x"), Error{code, "told"});

    CHECK(response.status == status);
    CHECK(json::parse(response.body)["title"] == title);
    CHECK(header(response, "Retry-After") == (status == 503 ? "5" : ""));
}

TEST_CASE("an error's own words are the detail", "[http][problem]") {
    const Error error{make_error_code(intake::Errc::already_ended), "It ended at noon."};

    REQUIRE(
        json::parse(make_problem(request_for("/x"), error).body)["detail"] == "It ended at noon."
    );
}

TEST_CASE("an error without words of its own has its code's", "[http][problem]") {
    const Error error{make_error_code(intake::Errc::already_ended), ""};

    REQUIRE(
        json::parse(make_problem(request_for("/x"), error).body)["detail"] == "the upload has ended"
    );
}

TEST_CASE("a bad cursor is a bad field", "[http][problem]") {
    const Error error{make_error_code(collections::Errc::bad_cursor), "No such cursor."};

    const auto body = json::parse(make_problem(request_for("/x"), error).body);

    REQUIRE(body["errors"] == json{{{"pointer", "/cursor"}, {"detail", "No such cursor."}}});
}

TEST_CASE("an internal error tells the client nothing of the inside", "[http][problem]") {
    const Error error{
        make_error_code(catalog::Errc::corrupt), "/var/lib/ingestd/catalog.db page 7"};

    const auto response = make_problem(request_for("/x"), error);

    CHECK_THAT(response.body, !Catch::Contains("catalog"));
    CHECK_THAT(response.body, Catch::Contains("f47ac10b-58cc-4372-a567-0e02b2c3d479"));
}
