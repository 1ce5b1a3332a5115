#include <limits>
#include <string>
#include <utility>

#include <ingestd/extract/helper_protocol.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::extract;

namespace {

// The one frame in `bytes`, its payload kept alive beside it.
struct OneFrame {
    explicit OneFrame(const std::string& bytes) { buffer.push(bytes), frame = buffer.next(); }
    FrameBuffer buffer;
    std::optional<Frame> frame;
};

std::optional<ExtractStep> step_in(const std::string& bytes) {
    const OneFrame one{bytes};
    return one.frame ? decode_step(*one.frame) : std::nullopt;
}

Extracted two_blocks() {
    Extracted extracted;
    extracted.part_read = 0.25;
    extracted.blocks.push_back({BlockKind::heading, Separator::paragraph, 2, false, 3, "Title"});
    extracted.blocks.push_back({BlockKind::table_row, Separator::line, 0, true, 3, "a | b é"});
    return extracted;
}

}  // namespace

TEST_CASE("what one side says the other understands", "[extract][protocol]") {
    const auto blocks = step_in(encode(two_blocks()));
    REQUIRE(blocks);
    CHECK(std::get<Extracted>(*blocks).blocks == two_blocks().blocks);
    CHECK(std::get<Extracted>(*blocks).part_read == 0.25);

    const DocumentFacts facts{
        "pdf", "Title", "Author", "de", "utf-8", "2024-10-08", "2024-10-09", 7, {"one", "two"}};
    const auto ended = step_in(encode(Ended{facts}));
    REQUIRE(ended);
    CHECK(std::get<Ended>(*ended).facts == facts);

    const DocumentFailure failure{"malformed", "A sentence.", Stage::extract, 4};
    const auto failed = step_in(encode(failure));
    REQUIRE(failed);
    CHECK(std::get<DocumentFailure>(*failed) == failure);

    const ReadOrder order{
        DocumentType::pdf,
        1ULL << 40,
        "text/html; charset=x",
        "python",
        "x.py",
        "p\u00e4ss",
        "eng+deu",
        {3, 4}};

    const PageWords words{
        3, 612, 792.5, {{0, {60, 24.25, 30, 11}, "fox"}, {1, {60, 38, 0, 0}, "é"}}};
    const auto placed = step_in(encode(words));
    REQUIRE(placed);
    CHECK(std::get<PageWords>(*placed) == words);
    const OneFrame one{encode(order)};
    CHECK(decode_order(*one.frame) == order);
}

TEST_CASE("frames are whole however they arrive", "[extract][protocol]") {
    const auto bytes = encode(two_blocks()) + encode(Ended{});
    FrameBuffer buffer;
    std::vector<FrameKind> kinds;
    for (const char byte : bytes) {
        buffer.push({&byte, 1});
        while (const auto frame = buffer.next()) kinds.push_back(frame->kind);
    }
    CHECK(kinds == std::vector{FrameKind::blocks, FrameKind::ended});
    CHECK(buffer.is_empty());
}

TEST_CASE("a frame that is cut anywhere or carries more is refused", "[extract][protocol]") {
    const auto whole = encode(two_blocks());
    const auto payload = whole.substr(5);
    for (std::size_t length = 0; length < payload.size(); ++length) {
        CHECK_FALSE(decode_step({FrameKind::blocks, std::string_view{payload}.substr(0, length)}));
    }
    CHECK(decode_step({FrameKind::blocks, payload}));
    CHECK_FALSE(decode_step({FrameKind::blocks, payload + "x"}));
}

TEST_CASE("values that a block may not have are refused", "[extract][protocol]") {
    const auto with = [](auto change) {
        auto extracted = two_blocks();
        change(extracted);
        return step_in(encode(extracted)).has_value();
    };
    CHECK(with([](Extracted&) {}));
    CHECK_FALSE(with([](Extracted& e) { e.part_read = 1.5; }));
    CHECK_FALSE(with([](Extracted& e) { e.part_read = std::numeric_limits<double>::quiet_NaN(); }));
    CHECK_FALSE(with([](Extracted& e) { e.blocks[0].level = 7; }));
    CHECK_FALSE(with([](Extracted& e) { e.blocks[0].text.clear(); }));
    CHECK_FALSE(with([](Extracted& e) { e.blocks[0].text = "\xFF"; }));
    CHECK_FALSE(with([](Extracted& e) { e.blocks[0].text.assign(block_text_max + 1, 'x'); }));
    CHECK_FALSE(with([](Extracted& e) { e.blocks[0].kind = static_cast<BlockKind>(99); }));
}

TEST_CASE("places that nobody could draw are refused", "[extract][protocol]") {
    const auto with = [](auto change) {
        PageWords words{1, 612, 792, {{0, {60, 24, 30, 11}, "fox"}}};
        change(words);
        return step_in(encode(words)).has_value();
    };
    CHECK(with([](PageWords&) {}));
    CHECK(with([](PageWords& w) { w.words.clear(); }));
    CHECK_FALSE(with([](PageWords& w) { w.page = 0; }));
    CHECK_FALSE(with([](PageWords& w) { w.width = std::numeric_limits<double>::infinity(); }));
    CHECK_FALSE(with([](PageWords& w) { w.words[0].box.x = 1e12; }));
    CHECK_FALSE(with([](PageWords& w) { w.words[0].box.width = -1; }));
    CHECK_FALSE(with([](PageWords& w) {
        w.words[0].box.y = std::numeric_limits<double>::quiet_NaN();
    }));
    CHECK_FALSE(with([](PageWords& w) { w.words[0].text = "\xFF"; }));
}

TEST_CASE("a length or kind out of bounds breaks the stream for good", "[extract][protocol]") {
    const auto head = GENERATE(
        std::string{"\xFF\xFF\xFF\x7F\x02", 5},
        std::string{"\0\0\0\0\0", 5},
        std::string{"\0\0\0\0\x09", 5}
    );
    FrameBuffer buffer;
    buffer.push(head);
    CHECK_FALSE(buffer.next());
    CHECK(buffer.is_broken());
    buffer.push(encode(Ended{}));
    CHECK_FALSE(buffer.next());
}

TEST_CASE("a document inside of a document goes over in pieces", "[extract][protocol]") {
    const auto begins = step_in(encode(ChildBegins{"mail/täglich.txt", "text/plain"}));
    REQUIRE(begins);
    CHECK(std::get<ChildBegins>(*begins).name == "mail/täglich.txt");
    CHECK(std::get<ChildBegins>(*begins).content_type == "text/plain");
    const auto bytes = step_in(encode_child_bytes(std::string{"any\0\xFF", 5}));
    REQUIRE(bytes);
    CHECK(std::get<ChildBytes>(*bytes).bytes == std::string{"any\0\xFF", 5});
    const auto ends = step_in(encode(ChildEnds{}));
    REQUIRE(ends);
    CHECK(std::holds_alternative<ChildEnds>(*ends));

    CHECK_FALSE(step_in(encode(ChildBegins{"", "text/plain"})));
    CHECK_FALSE(step_in(encode(ChildBegins{std::string(child_name_max + 1, 'x'), ""})));
    CHECK_FALSE(step_in(encode_child_bytes("")));
    CHECK_FALSE(step_in(encode_child_bytes(std::string(child_bytes_max + 1, 'x'))));
}

TEST_CASE("an order is no answer and an answer no order", "[extract][protocol]") {
    CHECK_FALSE(step_in(encode(ReadOrder{})));
    const OneFrame one{encode(Ended{})};
    CHECK_FALSE(decode_order(*one.frame));
}
