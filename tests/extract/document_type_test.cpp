#include <string>
#include <variant>

#include <ingestd/extract/document_type.hpp>

#include "support/catch.hpp"
#include "support/pdf.hpp"

using namespace ingestd;
using namespace ingestd::extract;
using namespace std::string_literals;

namespace {

// The type's word, or the name of what is not supported.
std::string type_of(
    const std::string& head, const std::string& filename, const std::string& declared = {}
) {
    const auto verdict = detect_type({head, filename, declared});
    if (const auto* unsupported = std::get_if<UnsupportedType>(&verdict)) return unsupported->name;
    return std::string{to_string(std::get<DocumentType>(verdict))};
}

// The local header of a zip entry with its content, as packages begin.
std::string entry(const std::string& name, const std::string& content = {}, char method = 0) {
    const auto number = [](std::size_t value, int bytes) {
        std::string out;
        for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 0xFF);
        return out;
    };
    return "PK\3\4\x14\0\0\0"s + method + "\0"s + std::string(8, '\0') + number(content.size(), 4) +
           number(content.size(), 4) + number(name.size(), 2) + number(0, 2) + name + content;
}

const std::string content_types = entry("[Content_Types].xml", "<Types/>");
const std::string end_of_zip = "PK\5\6" + std::string(18, '\0');

}  // namespace

TEST_CASE("content that speaks for itself wins over the name", "[extract][type]") {
    CHECK(type_of(test::make_pdf({"x"}), "report.txt") == "pdf");
    CHECK(type_of("junk\n" + test::make_pdf({"x"}), "report.pdf") == "pdf");
    CHECK(type_of("<!DOCTYPE html><html><body>Not found</body></html>", "report.pdf") == "html");
    CHECK(type_of("{\\rtf1\\ansi words}", "letter.doc") == "rtf");
    CHECK(type_of("WEBVTT\n\n00:01.000 --> 00:02.000\nHello", "captions.txt") == "subtitles");
    CHECK(type_of("WebVTTs are subtitles", "notes.txt") == "text");
    CHECK(type_of("<?xml version=\"1.0\"?><rss/>", "feed") == "xml");
    CHECK(type_of("<?xml version=\"1.0\"?><html/>", "page.xml") == "html");
    CHECK(type_of("<?xml version=\"1.0\"?><svg/>", "drawing.svg") == "SVG image");
    CHECK(type_of("words, though it is named so", "letter.rtf") == "text");
    CHECK(type_of("<!-- saved --> <html lang=en>", "page.txt") == "html");
    CHECK(type_of("\x89PNG\r\n\x1A\n....", "notes.txt") == "picture");
    CHECK(
        type_of(
            "\x7F"
            "ELF\2\1\1",
            "report.docx"
        ) == "Executable program (ELF)"
    );
    CHECK(type_of("just words", "picture.png") == "text");
}

TEST_CASE("zip-based documents are told by the parts that they begin with", "[extract][type]") {
    CHECK(type_of(content_types + entry("word/document.xml"), "") == "docx");
    CHECK(type_of(entry("word/document.xml") + entry("word/styles.xml"), "x.pdf") == "docx");
    CHECK(type_of(content_types + entry("docProps/app.xml") + entry("word/x.xml"), "") == "docx");
    CHECK(type_of(entry("mimetype", "application/vnd.oasis.opendocument.text"), "a.docx") == "odt");
    CHECK(type_of(entry("mimetype", "application/epub+zip"), "x.pdf") == "epub");
    CHECK(type_of(entry("META-INF/container.xml") + end_of_zip, "unmarked.zip") == "epub");
    CHECK(
        type_of(entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "") == "ods"
    );
    CHECK(
        type_of(entry("mimetype", "application/vnd.oasis.opendocument.presentation"), "") == "odp"
    );
    CHECK(type_of(entry("content.xml") + end_of_zip, "unmarked.odt") == "odt");
    CHECK(
        type_of(entry("mimetype", "application/vnd.oasis.opendocument.graphics"), "") ==
        "OpenDocument drawing, chart or formula"
    );
    CHECK(type_of(content_types + entry("ppt/presentation.xml"), "") == "pptx");
    CHECK(type_of(content_types + entry("xl/workbook.xml"), "x.csv") == "xlsx");
    CHECK(type_of(content_types + entry("visio/document.xml"), "") == "Visio drawing (.vsdx)");
}

TEST_CASE("an archive that holds documents or their folders is an archive", "[extract][type]") {
    const auto inner = content_types + entry("word/document.xml") + end_of_zip;
    CHECK(type_of(entry("letter.docx", inner) + end_of_zip, "letters.zip") == "archive");
    CHECK(type_of(entry("word/list.txt", "x") + end_of_zip, "words.zip") == "archive");
    CHECK(type_of(entry("readme.txt", "x") + end_of_zip, "letter.docx") == "archive");
    CHECK(type_of(end_of_zip, "empty.docx") == "archive");
}

TEST_CASE("where the telling parts are not seen the name tells", "[extract][type]") {
    const auto picture = entry("media/large.png", std::string(100'000, 'x'));
    CHECK(type_of(picture + content_types, "letter.docx") == "docx");
    CHECK(type_of(entry("cut.xml", "x"), "letter.docx") == "docx");
    CHECK(type_of(picture + content_types, "letter.txt") == "archive");
    CHECK(
        type_of(
            picture,
            "",
            "application/vnd.openxmlformats-officedocument.wordprocessingml."
            "document"
        ) == "docx"
    );
}

TEST_CASE("an encrypted Office document is not taken for an old one", "[extract][type]") {
    const auto compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(512, '\0');
    std::string stream;
    for (const char c : "EncryptedPackage"s) stream += {c, '\0'};
    CHECK(type_of(compound + stream, "") == "docx");
    CHECK(type_of(compound + stream, "locked.xlsx") == "xlsx");
    CHECK(type_of(compound, "locked.docx") == "docx");
    CHECK(type_of(compound, "old.doc") == "doc");
}

TEST_CASE("pictures are known by how they begin", "[extract][type]") {
    using namespace std::string_literals;
    CHECK(type_of("\xFF\xD8\xFF\xE0....", "scan") == "picture");
    CHECK(type_of("II*\0\x08\0\0\0"s, "scan.tif") == "picture");
    CHECK(type_of("MM\0*\0\0\0\x08"s, "scan.tif") == "picture");
    CHECK(type_of("RIFF\x10\0\0\0WEBPVP8 "s, "scan.webp") == "picture");
    CHECK(type_of("RIFF\x10\0\0\0WAVEfmt "s, "voice.wav") == "WAV or AVI recording");
    CHECK(type_of("BM\x46\1\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"s, "scan") == "picture");
    CHECK(type_of("BMW is a maker of motor cars, and BM is none.", "cars.txt") == "text");
    CHECK(type_of("P5\n2 2\n255\n\0\0\0\0"s, "scan") == "picture");
    CHECK(type_of("P5 is a processor's name", "names.txt") == "text");
    CHECK(type_of("P1\n2 2\n1 0 0 1\n", "scan.pbm") == "picture");
}

TEST_CASE("the name tells texts apart", "[extract][type]") {
    auto [name, type] = GENERATE(table<std::string, std::string>({
        {"a.txt", "text"},      {"A.MD", "markdown"},
        {"a.htm", "html"},      {"a.csv", "csv"},
        {"a.tsv", "csv"},       {"a.json", "json"},
        {"a.ndjson", "jsonl"},  {"a.srt", "subtitles"},
        {"a.yml", "yaml"},      {"a.tex", "latex"},
        {"a.rst", "rst"},       {"a.xml", "xml"},
        {"a.svg", "SVG image"}, {"a.yaml", "yaml"},
        {"a.vtt", "subtitles"}, {"dir.html/file", "text"},
        {"main.py", "source"},  {"Main.JAVA", "source"},
        {"py", "text"},         {"main.unheard-of", "text"},
        {"a.eml", "eml"},       {"a.mbox", "mbox"},
    }));
    CHECK(type_of("plain words, nothing else", name) == type);
}

TEST_CASE("the declared type counts where name and content are silent", "[extract][type]") {
    CHECK(type_of("# Title", "", "text/markdown; charset=utf-8") == "markdown");
    CHECK(type_of("a,b", "blob", "text/csv") == "csv");
    CHECK(type_of("# Title", "notes.txt", "text/markdown") == "text");
    CHECK(type_of("words", "", "application/octet-stream") == "text");
    CHECK(type_of("words", "", "application/pdf") == "text");
}

TEST_CASE("nameless JSON and LaTeX are seen by their shape", "[extract][type]") {
    CHECK(type_of("  {\"a\": 1}", "") == "json");
    CHECK(type_of("[1, 2]", "") == "json");
    CHECK(type_of("{\"a\": 1}\n{\"a\": 2}\n", "") == "jsonl");
    CHECK(type_of("{\"a\": 1}\n{\"a\": 2}\n", "rows.json") == "jsonl");
    CHECK(type_of("{\"cells\": [{\"cell_type\": \"code\"}]}", "") == "notebook");
    CHECK(type_of("{\"cells\": [{\"cell_type\": \"code\"}]}", "n.json") == "notebook");
    CHECK(type_of("{\"cells\": [1, 2]}", "n.json") == "json");
    CHECK(type_of("{\"nbformat\": 4}", "n.ipynb") == "notebook");
    CHECK(type_of("\\documentclass{article}", "") == "latex");
    CHECK(type_of("[see below] is how it began", "") == "text");
    CHECK(type_of("{curly} words", "") == "text");
}

TEST_CASE(
    "bytes that are no text are unsupported, a damaged PDF is still a PDF", "[extract][type]"
) {
    const auto binary = "\x01\x02\x03\x04\x05\x06\x0E\x0F\x10"s;
    CHECK(type_of(binary, "x.bin") == "Binary file of an unknown type");
    CHECK(type_of(binary, "x.docx") == "docx");
    CHECK(type_of("just words", "x.docx") == "docx");
    CHECK(type_of(binary, "x.pdf") == "pdf");
    CHECK(type_of(std::string(4096, '\0'), "x.txt") == "Binary file of an unknown type");
}

TEST_CASE("a text about PDFs is a text", "[extract][type]") {
    CHECK(type_of("A PDF begins with %PDF-1.7 and ends with a table.", "notes.md") == "markdown");
}

TEST_CASE("text in a wide encoding is text", "[extract][type]") {
    CHECK(type_of("\xFF\xFE<\0h\0t\0m\0l\0>\0"s, "page") == "html");
}

TEST_CASE("a message of Outlook is told from other compound files", "[extract][type]") {
    const auto compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(512, '\0');
    std::string stream;
    for (const char c : "__substg1.0_0037001F"s) stream += {c, '\0'};
    CHECK(type_of(compound + stream, "") == "msg");
    CHECK(type_of(compound + stream, "named.doc") == "msg");
    CHECK(type_of(compound, "large.msg") == "msg");
    CHECK(
        type_of(compound, "of another program") == "Document of an Office program of before 2007"
    );
}

TEST_CASE("Office documents of before 2007 are told by what is in them", "[extract][type]") {
    const auto compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(512, '\0');
    const auto [stream, type] = GENERATE(table<std::string, std::string>({
        {"WordDocument", "doc"},
        {"Workbook", "xls"},
        {"Book", "xls"},
        {"PowerPoint Document", "ppt"},
    }));
    std::string wide;
    for (const char c : stream) wide += {c, '\0'};
    CHECK(type_of(compound + wide, "") == type);
    CHECK(type_of(compound + wide, "named.msg") == type);
    CHECK(type_of(compound, "old." + type) == type);
}

TEST_CASE("archives are told by how they begin, else by their name", "[extract][type]") {
    const auto tar = std::string(257, 'x') + "ustar" + std::string(250, '\0');
    const auto begin = GENERATE_COPY(
        as<std::string>{},
        "\x1F\x8B\x08\0\0"s,
        "BZh91AY&SY\0\1"s,
        "\xFD"
        "7zXZ\0\0\4"s,
        "\x28\xB5\x2F\xFD\x04"s,
        "7z\xBC\xAF\x27\x1C\0\4"s,
        "Rar!\x1A\x07\x01\0"s,
        "!<arch>\ndebian-binary"s,
        "MSCF\0\0\0\0\1"s,
        "070701" + std::string(104, '0') + "name",
        tar
    );
    CHECK(type_of(begin, "download") == "archive");
    CHECK(type_of(begin, "letter.pdf") == "archive");
}

TEST_CASE("a text that begins as an archive may is still a text", "[extract][type]") {
    CHECK(type_of("070701, 070702 and 070707 are marks of cpio", "") == "text");
    CHECK(type_of("BZh is how it begins", "") == "text");
    CHECK(type_of("LZIP is another", "") == "text");
}

TEST_CASE("an old tar has no mark but its name", "[extract][type]") {
    CHECK(type_of("file" + std::string(96, '\0') + "\1\2\3\4\5\6", "backup.tar") == "archive");
}

TEST_CASE("mail is known by its headers, though its parts are raw bytes", "[extract][type]") {
    const auto headers =
        "Return-Path: <a@example.org>\r\nReceived: from x\r\n\tby y\r\nX-Any: 1\r\n"
        "Subject: Foxes\r\n"s;
    const auto raw = "\r\n--b\r\nContent-Transfer-Encoding: binary\r\n\r\n"s +
                     "\0\1\2\3\xFF\xFE\0\0"s + std::string(200, '\0');
    CHECK(type_of(headers + raw, "a.eml") == "eml");
    CHECK(type_of(headers + raw, "unnamed") == "eml");
    CHECK(type_of(headers + "\r\n" + test::make_pdf({"x"}) + raw, "a.eml") == "eml");
    CHECK(type_of("From a@example.org Mon Nov 23\n" + headers + raw, "inbox") == "mbox");
    // Text keeps what its name says.
    CHECK(type_of(headers + "\r\nHello", "notes.txt") == "text");

    const auto unknown = "Binary file of an unknown type"s;
    CHECK(type_of("Subject: one header\r\n" + raw, "unnamed") == unknown);
    CHECK(type_of("no header\r\n" + headers + raw, "unnamed") == unknown);
    CHECK(type_of("From the hills\n" + raw, "unnamed") == unknown);
    CHECK(type_of(":\n" + headers + raw, "unnamed") == unknown);
}
