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
    return gather([&](auto& sink) { return formats::read_mail(bytes, sink); });
}

// "name (type): bytes" of each child.
Lines children(const Gathered& gathered) {
    Lines all;
    for (const auto& child : gathered.children) {
        CHECK(child.is_whole);
        all.push_back(child.name + " (" + child.content_type + "): " + child.bytes);
    }
    return all;
}

// A message whose parts stand between lines "--b".
std::string multipart(const std::string& kind, const Lines& parts) {
    auto mail = "Subject: s\nContent-Type: multipart/" + kind + "; boundary=b\n\n";
    for (const auto& part : parts) mail += "--b\n" + part + "\n";
    return mail + "--b--\n";
}

const auto plain_part = "Content-Type: text/plain\n\n"s;
const auto html_part = "Content-Type: text/html\n\n"s;

}  // namespace

TEST_CASE("a mail gives its subject, who wrote to whom, and its text", "[formats][mail]") {
    const auto gathered = read(
        "From: Ada <ada@example.org>\r\nTo: Bob <bob@example.org>,\r\n Carl <c@example.org>\r\n"
        "Subject: Lunch\r\nDate: Tue, 01 Oct 2024 12:34:56 -0500\r\nX-Other: left out\r\n\r\n"
        "Shall we?\r\nAt noon.\r\n\r\n> Are you hungry?\r\n\r\n-- \r\nAda\r\n"
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 Lunch",
            "p From: Ada <ada@example.org>",
            "-p To: Bob <bob@example.org>, Carl <c@example.org>",
            "-p Date: Tue, 01 Oct 2024 12:34:56 -0500",
            "p Shall we?\nAt noon.",
            "p > Are you hungry?",
            "p -- \nAda"}
    );
    CHECK(gathered.facts().format == "eml");
    CHECK(gathered.facts().title == "Lunch");
    CHECK(gathered.facts().author == "Ada <ada@example.org>");
    CHECK(gathered.facts().created == "2024-10-01T17:34:56Z");
    CHECK(gathered.facts().warnings.empty());
}

TEST_CASE("headers are read in the charsets that they name", "[formats][mail]") {
    CHECK(
        read("Subject: =?iso-8859-1?Q?Gr=FC=DFe?= aus =?utf-8?B?S8O2bG4=?=\n\nx").facts().title ==
        "Grüße aus Köln"
    );
    CHECK(read("Subject: =?windows-1255?B?UkU6IPns5e0=?=\n\nx").facts().title == "RE: שלום");
    CHECK(read("Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\n\nx").facts().title == "日本");
    SECTION("white space between encoded words is none, and they may cut characters") {
        CHECK(
            read("Subject: =?utf-8?B?w4Q=?=\n =?utf-8?B?w5bD?=\n =?utf-8?B?nA==?=\n\nx")
                .facts()
                .title == "ÄÖÜ"
        );
    }
    SECTION("what only looks like an encoded word stands") {
        CHECK(read("Subject: =?what?X?a?= 1 =? 2\n\nx").facts().title == "=?what?X?a?= 1 =? 2");
    }
    SECTION("bytes that are not encoded are read in what they are likeliest in") {
        CHECK(
            read("Subject: Gr\xFC\xDF"
                 "e\n\nx")
                .facts()
                .title == "Grüße"
        );
        CHECK(read("Subject: Grüße\n\nx").facts().title == "Grüße");
    }
}

TEST_CASE("a text is read in its charset and out of its encoding", "[formats][mail]") {
    const auto head = "Content-Type: text/plain; charset=\"iso-8859-2\"\n"s;
    CHECK(
        read(head + "Content-Transfer-Encoding: quoted-printable\n\n=A3=F3d=BC i wie=\n=B6\n")
            .in_short() == Lines{"p Łódź i wieś"}
    );
    CHECK(
        read("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
             "R3LDvMOf\r\nZQ==\r\n")
            .in_short() == Lines{"p Grüße"}
    );
}

TEST_CASE("a mail in UTF-16 is read as one", "[formats][mail]") {
    std::string wide{"\xFF\xFE"};
    for (const char c : "Subject: wide\n\nand its text\n"s) wide += {c, '\0'};
    CHECK(read(wide).in_short() == Lines{"h1 wide", "p and its text"});
}

TEST_CASE("flowed text is joined to its paragraphs", "[formats][mail]") {
    const auto head = "Content-Type: text/plain; format=flowed"s;
    CHECK(
        read(head + "\n\none \ntwo\nthree\n\n> quoted \n> on\nown \n> other\n -stuffed\n")
            .in_short() == Lines{"p one two\nthree", "p > quoted on\nown \n> other\n-stuffed"}
    );
    CHECK(read(head + "; delsp=yes\n\n日 \n本\n").in_short() == Lines{"p 日本"});
}

TEST_CASE("of alternatives that say the same the HTML one is taken", "[formats][mail]") {
    const auto gathered = read(multipart(
        "alternative",
        {plain_part + "Important points:\n\n * Roses are red",
         html_part + "<p>Important points:</p><ul><li>Roses are <b>red</b></li></ul>"}
    ));
    CHECK(gathered.in_short() == Lines{"h1 s", "p Important points:", "li Roses are red"});
}

TEST_CASE("an alternative that says something else is given, too", "[formats][mail]") {
    const auto gathered = read(multipart(
        "alternative",
        {plain_part + "The text that only this part holds.", html_part + "<p>And another one.</p>"}
    ));
    CHECK(
        gathered.in_short() ==
        Lines{"h1 s", "p The text that only this part holds.", "p And another one."}
    );
    const auto without_text =
        read(multipart("alternative", {plain_part + "Only here.", html_part + "<img src='cid:1'>"})
        );
    CHECK(without_text.in_short() == Lines{"h1 s", "p Only here."});
}

TEST_CASE("texts beside each other are given in their order", "[formats][mail]") {
    const auto gathered = read(multipart(
        "mixed", {plain_part + "first", html_part + "<h2>second</h2>", plain_part + "third"}
    ));
    CHECK(gathered.in_short() == Lines{"h1 s", "p first", "h2 second", "p third"});
}

TEST_CASE("attachments become children under their names", "[formats][mail]") {
    const auto gathered = read(multipart(
        "mixed",
        {plain_part + "see below",
         "Content-Type: text/plain\nContent-Disposition: attachment; filename=\"a b.txt\"\n"
         "Content-Transfer-Encoding: base64\n\naGVsbG8=",
         "Content-Type: application/pdf; name=\"=?utf-8?Q?Gr=C3=B6=C3=9Fe.pdf?=\"\n\n%PDF",
         "Content-Type: application/octet-stream\nContent-Disposition: inline;\n"
         " filename*0*=iso-8859-1''na%EFve%20;\n filename*1=\" list.csv\"\n\na,b",
         "Content-Type: application/pdf\n\n%PDF-2"}
    ));
    CHECK(
        children(gathered) ==
        Lines{
            "a b.txt (text/plain): hello",
            "Größe.pdf (application/pdf): %PDF",
            "naïve list.csv (application/octet-stream): a,b",
            "attachment 1.pdf (application/pdf): %PDF-2"}
    );
    CHECK(gathered.in_short() == Lines{"h1 s", "p see below"});
}

TEST_CASE("a name cannot lead an attachment anywhere", "[formats][mail]") {
    const auto gathered = read(multipart(
        "mixed",
        {"Content-Type: application/pdf; name=\"../../etc/passwd\"\n\nx",
         "Content-Type: application/pdf; name=\"C:\\\\a\\\\b.pdf\"\n\nx"}
    ));
    CHECK(
        children(gathered) ==
        Lines{"etc/passwd (application/pdf): x", "a/b.pdf (application/pdf): x"}
    );
}

TEST_CASE("pictures in a text, and signatures, are left out", "[formats][mail]") {
    const auto gathered = read(multipart(
        "related",
        {html_part + "<p>with a picture</p>",
         "Content-Type: image/png\nContent-ID: <1>\n\nPNG",
         "Content-Type: application/pgp-signature; name=signature.asc\n\nsigned"}
    ));
    CHECK(children(gathered).empty());
    CHECK(gathered.in_short() == Lines{"h1 s", "p with a picture"});
}

TEST_CASE("a message inside of a mail is a child as it stands", "[formats][mail]") {
    const auto inner = "From: eve@example.org\nSubject: =?utf-8?Q?Na_=2F_so?=\n\nHi\n"s;
    const auto gathered = read(
        multipart("mixed", {plain_part + "forwarded", "Content-Type: message/rfc822\n\n" + inner})
    );
    REQUIRE(gathered.children.size() == 1);
    CHECK(gathered.children[0].name == "Na - so.eml");
    CHECK(gathered.children[0].content_type == "message/rfc822");
    const auto read_again = read(gathered.children[0].bytes);
    CHECK(read_again.in_short() == Lines{"h1 Na / so", "p From: eve@example.org", "p Hi"});
}

TEST_CASE("what is encrypted is told", "[formats][mail]") {
    const auto whole = multipart(
        "encrypted",
        {"Content-Type: application/pgp-encrypted\n\nVersion: 1",
         "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----"}
    );
    CHECK(read(whole).failure() == "password_required");
    CHECK(
        read("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx").failure() ==
        "password_required"
    );
    const auto in_part = read(multipart(
        "mixed",
        {plain_part + "open",
         "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nx"}
    ));
    CHECK(in_part.facts().warnings == Lines{"A part that is encrypted was left out."});
    CHECK(children(in_part).empty());
    const auto in_text = read(
        "Subject: s\n\nbefore\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP "
        "MESSAGE-----\nbehind\n"
    );
    CHECK(in_text.in_short() == Lines{"h1 s", "p before", "p behind"});
}

TEST_CASE("broken base64 is read up to the damage", "[formats][mail]") {
    const auto head = "Content-Transfer-Encoding: base64\n\n"s;
    const Lines warning{"1 part is broken base64: what stands behind the damage was left out."};
    SECTION("in its midst") {
        const auto gathered = read(head + "aGVsbG8gd29y!!!!\n*&^%$ not base64\n");
        CHECK(gathered.in_short() == Lines{"p hello wor"});
        CHECK(gathered.facts().warnings == warning);
    }
    SECTION("behind its end, where mailing lists add a footer") {
        const auto gathered = read(head + "aGVsbG8=\n____\nList footer\n");
        CHECK(gathered.in_short() == Lines{"p hello"});
        CHECK(gathered.facts().warnings == warning);
    }
}

TEST_CASE("a multipart that is never closed gives what is there", "[formats][mail]") {
    const auto gathered = read(
        "Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntext that never ends\n"
    );
    CHECK(gathered.in_short() == Lines{"h1 s", "p text that never ends"});
    CHECK(
        gathered.facts().warnings ==
        Lines{"The message is cut off: its last multipart is not closed."}
    );
}

TEST_CASE("parts nested too deep are refused", "[formats][mail]") {
    for (const int depth : {200, 20'000}) {
        std::string mail = "Subject: s\n";
        for (int i = 0; i < depth; ++i) {
            const auto number = std::to_string(i);
            mail +=
                "Content-Type: multipart/mixed; boundary=b" + number + "\n\n--b" + number + "\n";
        }
        CHECK(read(mail + "\ntext\n").failure() == "malformed");
    }
}

TEST_CASE("messages within messages are one child", "[formats][mail]") {
    std::string mail = "Subject: s\n";
    for (int i = 0; i < 20'000; ++i) mail += "Content-Type: message/rfc822\n\n";
    const auto gathered = read(mail + "text\n");
    const bool has_end = gathered.failure() == "malformed" || gathered.children.size() == 1;
    CHECK(has_end);
}

TEST_CASE("a date that is none is not told", "[formats][mail]") {
    CHECK(read("Date: yesterday\n\nx").facts().created.empty());
    CHECK(read("Date: Tue, 41 Oct 2024 12:34:56 -0500\n\nx").facts().created.empty());
    CHECK(
        read("Date: 1 Jan 2000 00:00 +0100 (CET)\n\nx").facts().created == "1999-12-31T23:00:00Z"
    );
}

TEST_CASE("a mail without anything to read says so", "[formats][mail]") {
    CHECK(read("X-Header: 1\n\n").failure() == "no_text");
    CHECK(read("From: a@example.org\n\n").in_short() == Lines{"p From: a@example.org"});
}

TEST_CASE("a mail that was taken out of a mailbox begins with its line", "[formats][mail]") {
    const auto gathered =
        read("From ada@example.org Mon Jun 01 10:00:00 2009\nSubject: s\n\ntext\n");
    CHECK(gathered.in_short() == Lines{"h1 s", "p text"});
}
