#include <ingestd/client/errc.hpp>
#include <ingestd/client/multipart_body.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::client {
namespace {

Result<std::string> read_all(MultipartBody& body) {
    std::string all;
    while (true) {
        const auto piece = body.next();
        if (!piece) return piece.error();
        if (piece->empty()) return all;
        all += *piece;
    }
}

struct Part {
    std::string head;
    std::string content;
};

// Takes a body apart by RFC 2046 alone: delimiters, a blank line behind each head, a closing one.
std::vector<Part> parts_of(std::string_view body, const std::string& boundary) {
    const auto delimiter = "\r\n--" + boundary;
    const auto text = "\r\n" + std::string{body};
    std::vector<Part> parts;
    std::size_t at = 0;
    REQUIRE(text.starts_with(delimiter));
    while (true) {
        at += delimiter.size();
        if (text.substr(at, 2) == "--") {
            REQUIRE(text.substr(at) == "--\r\n");
            return parts;
        }
        REQUIRE(text.substr(at, 2) == "\r\n");
        const auto head_end = text.find("\r\n\r\n", at);
        const auto end = text.find(delimiter, at);
        REQUIRE(head_end < end);
        REQUIRE(end != std::string::npos);
        parts.push_back(
            {text.substr(at + 2, head_end - at - 2), text.substr(head_end + 4, end - head_end - 4)}
        );
        at = end;
    }
}

PlannedFile planned(const std::filesystem::path& path, std::string filename) {
    return {path, std::move(filename), std::filesystem::file_size(path)};
}

TEST_CASE("a body reads back as the fields and files it was made of", "[multipart body]") {
    const test::TemporaryDirectory root;
    std::string large(200'000, 'x');
    large[99'999] = '\0';
    const std::vector files{
        planned(test::write_file(root / "a.txt", "first\r\n--not-the-boundary\r\n"), "a.txt"),
        planned(test::write_file(root / "empty", ""), "docs/empty"),
        planned(test::write_file(root / "large", large), "large")};
    MultipartBody body{{{"collection_name", "c1"}, {"force_recreate", "true"}}, files, "b-1"};

    const auto all = read_all(body);

    REQUIRE(all.has_value());
    CHECK(all->size() == body.bytes());
    CHECK(body.content_type() == "multipart/form-data; boundary=b-1");
    const auto parts = parts_of(*all, "b-1");
    REQUIRE(parts.size() == 5);
    CHECK(parts[0].head == "Content-Disposition: form-data; name=\"collection_name\"");
    CHECK(parts[0].content == "c1");
    CHECK(parts[1].content == "true");
    CHECK(
        parts[2].head ==
        "Content-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n"
        "Content-Type: application/octet-stream"
    );
    CHECK(parts[2].content == "first\r\n--not-the-boundary\r\n");
    CHECK(parts[3].content.empty());
    CHECK((parts[4].content == large));
}

TEST_CASE(
    "a file that has grown is sent as long as it was, one that has shrunk ends the body",
    "[multipart body]"
) {
    const test::TemporaryDirectory root;
    const auto path = test::write_file(root / "a", "12345");
    const std::vector files{planned(path, "a")};
    MultipartBody body{{}, files, "b"};

    SECTION("grown") {
        test::write_file(path, "123456789");
        const auto all = read_all(body);
        REQUIRE(all.has_value());
        CHECK(all->size() == body.bytes());
        CHECK(parts_of(*all, "b").at(0).content == "12345");
    }
    SECTION("shrunk") {
        test::write_file(path, "123");
        const auto all = read_all(body);
        REQUIRE(all.has_error());
        CHECK(all.error().code == Errc::file_changed);
    }
    SECTION("gone") {
        std::filesystem::remove(path);
        const auto all = read_all(body);
        REQUIRE(all.has_error());
        CHECK(all.error().code == boost::system::errc::no_such_file_or_directory);
    }
}

TEST_CASE("a body tells which file it is at", "[multipart body]") {
    const test::TemporaryDirectory root;
    const std::vector files{
        planned(test::write_file(root / "a", "a"), "a"),
        planned(test::write_file(root / "b", "b"), "b")};
    MultipartBody body{{{"collection_name", "c"}}, files, "b"};
    std::vector<std::size_t> seen;
    while (true) {
        const auto piece = body.next();
        REQUIRE(piece.has_value());
        if (piece->empty()) break;
        seen.push_back(body.file_index());
    }
    CHECK(seen == std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1});
}

TEST_CASE(
    "a name that quoting could change goes percent-encoded beside a plain one", "[multipart body]"
) {
    const auto [name, parameters] = GENERATE(table<std::string, std::string>({
        {"a b.txt", R"(filename="a b.txt")"},
        {R"(a"b\c.txt)", R"(filename="a_b_c.txt"; filename*=UTF-8''a%22b%5Cc.txt)"},
        {"100%22.txt", R"(filename="100_22.txt"; filename*=UTF-8''100%2522.txt)"},
        {"a\r\nX: y", R"(filename="a__X: y"; filename*=UTF-8''a%0D%0AX%3A%20y)"},
        {"gr\xC3\xB6\xC3\x9F"
         "e",
         R"(filename="gr____e"; filename*=UTF-8''gr%C3%B6%C3%9Fe)"},
    }));
    CHECK(filename_parameters(name) == parameters);
}

TEST_CASE("a file that is gone when its turn comes is named", "[multipart body]") {
    const test::TemporaryDirectory root;
    const std::vector<PlannedFile> files{
        {test::write_file(root / "a", "1"), "a", 1}, {root / "gone", "gone", 1}};
    MultipartBody body{{}, files, "b"};

    CHECK(read_all(body).has_error());

    CHECK(files.at(body.file_index()).filename == "gone");
}

}  // namespace
}  // namespace ingestd::client
