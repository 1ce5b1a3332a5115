#include <string>
#include <utility>
#include <vector>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/multipart_parser.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

struct ReadPart {
    PartHead head;
    std::string bytes;
    bool has_ended = false;

    friend bool operator==(const ReadPart&, const ReadPart&) = default;
};

struct Reading {
    std::vector<ReadPart> parts;
    bool has_end = false;
    std::optional<Error> error;
};

std::span<const std::byte> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

void note(Reading& reading, const MultipartParser::Event& event) {
    if (const auto* begin = std::get_if<MultipartParser::PartBegin>(&event)) {
        reading.parts.push_back({begin->head, {}, false});
    } else if (const auto* bytes = std::get_if<MultipartParser::PartBytes>(&event)) {
        reading.parts.back().bytes.append(
            reinterpret_cast<const char*>(bytes->bytes.data()), bytes->bytes.size()
        );
    } else if (std::holds_alternative<MultipartParser::PartEnd>(event)) {
        reading.parts.back().has_ended = true;
    } else {
        reading.has_end = true;
    }
}

// Reads `pieces` one after the other, each from memory of its own, so that what is held too long
// shows.
Reading read(const std::vector<std::string>& pieces, std::string_view boundary = "B") {
    MultipartParser parser{boundary};
    Reading reading;
    for (const std::string& piece : pieces) {
        const std::vector<char> own{piece.begin(), piece.end()};
        parser.feed(as_bytes({own.data(), own.size()}));
        for (;;) {
            auto event = parser.next();
            if (!event) {
                reading.error = event.error();
                return reading;
            }
            if (!*event) break;
            note(reading, **event);
        }
    }
    if (auto end = parser.finish(); !end) reading.error = end.error();
    return reading;
}

PartHead field(std::string name) {
    return {std::move(name), std::nullopt, ""};
}

TEST_CASE("a body is read the same wherever it is cut in two", "[http][multipart]") {
    const std::string body =
        "--BX\r\nContent-Disposition: form-data; name=\"collection_name\"\r\n\r\nbooks\r\n"
        "--BX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n"
        "Content-Type: text/plain\r\n\r\nline\r\n--Bogus\r\n\r\n-- BX\r\n--BX--\r\n";
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
        const Reading reading = read({body.substr(0, cut), body.substr(cut)}, "BX");

        REQUIRE_FALSE(reading.error);
        REQUIRE(reading.has_end);
        REQUIRE(reading.parts.size() == 2);
        REQUIRE(reading.parts[0] == ReadPart{field("collection_name"), "books", true});
        REQUIRE(
            reading.parts[1] ==
            ReadPart{{"files", "a.txt", "text/plain"}, "line\r\n--Bogus\r\n\r\n-- BX", true}
        );
    }
}

TEST_CASE("a body is read the same byte by byte and with empty pieces", "[http][multipart]") {
    const std::string body =
        "preamble\r\n--B\r\nContent-Disposition: form-data; "
        "name=a\r\n\r\n\r\n\r\r\n-\r\n--\r\n--C\r\n--B--epilogue";
    std::vector<std::string> pieces;
    for (const char c : body) {
        pieces.emplace_back(1, c);
        pieces.emplace_back();
    }

    const Reading reading = read(pieces);

    REQUIRE_FALSE(reading.error);
    REQUIRE(reading.parts == std::vector<ReadPart>{{field("a"), "\r\n\r\r\n-\r\n--\r\n--C", true}});
}

TEST_CASE("a part may be empty, with its own line end or without", "[http][multipart]") {
    const std::string tail = GENERATE("\r\n\r\n\r\n--B--\r\n", "\r\n\r\n--B--\r\n");

    const Reading reading =
        read({"--B\r\nContent-Disposition: form-data; name=a; filename=\"\"" + tail});

    REQUIRE_FALSE(reading.error);
    REQUIRE(reading.parts == std::vector<ReadPart>{{{"a", "", ""}, "", true}});
}

TEST_CASE("a body without parts is one", "[http][multipart]") {
    const Reading reading = read({"--B--\r\n"});

    REQUIRE_FALSE(reading.error);
    REQUIRE(reading.has_end);
    REQUIRE(reading.parts.empty());
}

TEST_CASE("blanks behind a boundary are padding", "[http][multipart]") {
    const Reading reading =
        read({"--B \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--"});

    REQUIRE_FALSE(reading.error);
    REQUIRE(reading.parts == std::vector<ReadPart>{{field("a"), "x", true}});
}

TEST_CASE("file names come as browsers and curl encode them", "[http][multipart]") {
    const auto [sent, expected] = GENERATE(table<std::string, std::string>({
        {R"(filename="plain.txt")", "plain.txt"},
        {R"(filename="a %22quoted%22.txt")", "a \"quoted\".txt"},
        {R"(filename="100%25 sure.txt")", "100%25 sure.txt"},
        {R"(filename="a \"quoted\".txt")", "a \"quoted\".txt"},
        {R"(filename="C:\dir\a.txt")", "C:\\dir\\a.txt"},
        {"filename=\"gr\xC3\xBC\xC3\x9F.txt\"", "gr\xC3\xBC\xC3\x9F.txt"},
        {"filename=\"gr\xFC.txt\"", "gr\xEF\xBF\xBD.txt"},
        {R"(filename="fallback.txt"; filename*=UTF-8''real%20n%C3%A4me.txt)",
         "real n\xC3\xA4me.txt"},
        {R"(filename="fallback.txt"; filename*=nonsense)", "fallback.txt"},
        {R"(filename="semi;colon=x.txt")", "semi;colon=x.txt"},
        {R"(filename="../../etc/passwd")", "../../etc/passwd"},
    }));

    const Reading reading =
        read({"--B\r\ncontent-disposition: form-data; name=\"f\"; " + sent + "\r\n\r\nx\r\n--B--"});

    REQUIRE_FALSE(reading.error);
    REQUIRE(reading.parts.at(0).head.filename == expected);
}

TEST_CASE("what makes a part unreadable is told with its place", "[http][multipart]") {
    const auto [body, told] = GENERATE(table<std::string, std::string>({
        {"--B\r\n\r\nx\r\n--B--", "part 1"},
        {"--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--", "form-data"},
        {"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", "name"},
        {"--B\r\nnonsense\r\n\r\nx\r\n--B--", "colon"},
        {"--B\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: "
         "base64\r\n\r\nx",
         "Transfer-Encoding"},
        {"--Bx\r\n", "boundary"},
        {"--B\n", "boundary"},
        {"--B" + std::string(300, ' '), "boundary"},
        {"--B\r\nX: " + std::string(part_head_bytes_max, 'x'), "16384"},
    }));

    const Reading reading = read({body});

    REQUIRE(reading.error);
    REQUIRE(reading.error->code == Errc::bad_multipart);
    REQUIRE_THAT(reading.error->detail, Catch::Contains(told));
}

TEST_CASE("a part's head that never ends is refused, however it trickles in", "[http][multipart]") {
    std::vector<std::string> pieces{"--B\r\n"};
    for (std::size_t bytes = 0; bytes <= part_head_bytes_max; bytes += 8)
        pieces.emplace_back("X: xxxxx");

    REQUIRE(read(pieces).error.value().code == Errc::bad_multipart);
}

TEST_CASE("a body that ends early says in which part", "[http][multipart]") {
    const std::string body =
        "--B\r\nContent-Disposition: form-data; name=\"report\"\r\n\r\nxyz\r\n--B--";
    for (std::size_t length = 0; length < body.size(); ++length) {
        const Reading reading = read({body.substr(0, length)});

        REQUIRE(reading.error.value().code == Errc::truncated_multipart);
        REQUIRE_THAT(reading.error->detail, Catch::Contains("at byte " + std::to_string(length)));
    }
    REQUIRE_THAT(
        read({body.substr(0, body.size() - 4)}).error->detail, Catch::Contains("part 1 (report)")
    );
}

TEST_CASE("the boundary is read from the content type", "[http][multipart]") {
    CHECK(multipart_boundary("multipart/form-data; boundary=abc").value() == "abc");
    CHECK(
        multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"").value() ==
        "a b:c"
    );
    const auto refused = GENERATE(
        std::string{"multipart/form-data"},
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"a\r\n\"",
        "multipart/form-data; boundary=" + std::string(71, 'x')
    );
    CHECK(multipart_boundary(refused).error().code == Errc::bad_multipart);
}

}  // namespace
}  // namespace ingestd::http
