#include <string>

#include <ingestd/http/chunked_decoder.hpp>
#include <ingestd/http/errc.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

struct Reading {
    std::string bytes;
    std::string rest;  // behind the end
    bool is_done = false;
    std::optional<Error> error;
};

void read_into(Reading& reading, ChunkedDecoder& decoder, std::string_view piece) {
    while (!piece.empty() && !decoder.is_done()) {
        const auto step =
            decoder.read({reinterpret_cast<const std::byte*>(piece.data()), piece.size()});
        if (!step) {
            reading.error = step.error();
            return;
        }
        reading.bytes.append(reinterpret_cast<const char*>(step->bytes.data()), step->bytes.size());
        piece.remove_prefix(step->taken);
    }
    reading.rest += piece;
    reading.is_done = decoder.is_done();
}

Reading read(const std::vector<std::string>& pieces) {
    ChunkedDecoder decoder;
    Reading reading;
    for (const std::string& piece : pieces) {
        if (!reading.error) read_into(reading, decoder, piece);
    }
    return reading;
}

TEST_CASE("a chunked body is read the same wherever it is cut in two", "[http][chunked]") {
    const std::string body =
        "5\r\nhello\r\n0C;name=\"v;w\"\r\n, \r\n0\r\nworld\r\n000\r\nTrailer: x\r\nMore: "
        "y\r\n\r\nGET /";
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
        const Reading reading = read({body.substr(0, cut), body.substr(cut)});

        REQUIRE_FALSE(reading.error);
        REQUIRE(reading.is_done);
        REQUIRE(reading.bytes == "hello, \r\n0\r\nworld");
        REQUIRE(reading.rest == "GET /");
    }
}

TEST_CASE("a chunked body that could be read in two ways is refused", "[http][chunked]") {
    const std::string body = GENERATE(
        std::string{"\r\n"},
        "x\r\n",
        "-5\r\nhello",
        "+5\r\nhello",
        "0x5\r\nhello",
        " 5\r\nhello",
        "5\nhello",
        "5\rhello",
        "5;ext\nhello",
        "5\r\nhelloX\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\rX",
        "10000000000000000\r\n",
        ";ext\r\n",
        "0\r\nTrailer: x\n\r\n",
        "0\r\n\n",
        "0\r\n\rX",
        "0\r\nA: b\rX"
    );

    REQUIRE(read({body}).error.value().code == Errc::bad_framing);
}

TEST_CASE("nobody can make us read framing for ever", "[http][chunked]") {
    const std::string endless = GENERATE(
        "1;" + std::string(chunk_line_bytes_max, 'x'),
        "0\r\nTrailer: " + std::string(trailer_bytes_max, 'x')
    );

    REQUIRE(read({endless}).error.value().code == Errc::bad_framing);
}

TEST_CASE("many short trailers count together", "[http][chunked]") {
    std::string body = "0\r\n";
    while (body.size() <= trailer_bytes_max + 3) body += "A: b\r\n";

    REQUIRE(read({body}).error.value().code == Errc::bad_framing);
}

}  // namespace
}  // namespace ingestd::http
