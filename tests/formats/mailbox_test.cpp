#include <string>
#include <vector>

#include <ingestd/formats/mail.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace std::string_literals;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& bytes) {
    return gather([&](auto& sink) { return formats::read_mailbox(bytes, sink); });
}

Lines children(const Gathered& gathered) {
    Lines all;
    for (const auto& child : gathered.children) {
        CHECK(child.is_whole);
        all.push_back(child.name + ": " + child.bytes);
    }
    return all;
}

const auto separator = "From ada@example.org Mon Jun 01 10:00:00 2009\n"s;

}  // namespace

TEST_CASE("each message of a mailbox becomes a child", "[formats][mbox]") {
    const auto gathered = read(
        separator + "Subject: one\n\nfirst\n\n" + separator +
        "subject: =?utf-8?Q?zw=C3=B6lf?=\n\nsecond\n"
    );
    CHECK(
        children(gathered) ==
        Lines{
            "0001 one.eml: Subject: one\n\nfirst\n",
            "0002 zwölf.eml: subject: =?utf-8?Q?zw=C3=B6lf?=\n\nsecond\n"}
    );
    CHECK(gathered.children[0].content_type == "message/rfc822");
    CHECK(gathered.facts().format == "mbox");
    CHECK(gathered.blocks.empty());
}

TEST_CASE("lines that were quoted for the mailbox are as they were", "[formats][mbox]") {
    const auto gathered =
        read(separator + "\nbegins\n>From here\n>>From there\n> From far\n>Frommage\n");
    CHECK(
        children(gathered) ==
        Lines{"0001 message.eml: \nbegins\nFrom here\n>From there\n> From far\n>Frommage\n"}
    );
}

TEST_CASE("a sentence that begins with From begins no message", "[formats][mbox]") {
    const auto gathered = read(
        separator + "Subject: s\n\nFrom here on it is easy.\n\nFrom: nobody\n\nFrom 10:00 on\nend\n"
    );
    CHECK(gathered.children.size() == 2);  // the last looks like one: a time of day stands in it
    CHECK(gathered.children[0].bytes == "Subject: s\n\nFrom here on it is easy.\n\nFrom: nobody\n");
}

TEST_CASE("lines may end as in DOS, and the last need not end", "[formats][mbox]") {
    const auto line = separator.substr(0, separator.size() - 1) + "\r\n";
    const auto gathered = read(line + "Subject: a\r\n\r\n1\r\n\r\n" + line + "Subject: b\r\n\r\n2");
    CHECK(
        children(gathered) ==
        Lines{"0001 a.eml: Subject: a\r\n\r\n1\r\n", "0002 b.eml: Subject: b\r\n\r\n2"}
    );
}

TEST_CASE("what does not begin with a message is no mailbox", "[formats][mbox]") {
    CHECK(read("Subject: s\n\ntext\n").failure() == "malformed");
    CHECK(read("\n\n" + separator + "\ntext\n").children.size() == 1);
}

TEST_CASE("a long message is handed over in pieces", "[formats][mbox]") {
    std::string text;
    while (text.size() < 300'000) text += "a line of the message, and another word\n";
    const auto gathered = read(separator + "Subject: s\n\n" + text + "\n" + separator + "\nnext\n");
    REQUIRE(gathered.children.size() == 2);
    CHECK(gathered.children[0].bytes == "Subject: s\n\n" + text);
    CHECK(gathered.parts_read.size() > 3);
    CHECK(std::is_sorted(gathered.parts_read.begin(), gathered.parts_read.end()));
}
