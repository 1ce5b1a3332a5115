#include "../../src/formats/package/xml_events.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace formats;
using Lines = std::vector<std::string>;

namespace {

// Writes down what it is told; leaves out elements named "skip".
struct Notes final : XmlHandler {
    Lines lines;

    bool start(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "throw") throw std::runtime_error{"thrown"};
        lines.push_back(
            "<" + std::string{element} + " " + std::string{attributes["id"]} + "," +
            std::string{attributes["w:val"]} + ">"
        );
        if (element != "skip") return true;
        lines.pop_back();
        return false;
    }
    void end(std::string_view element) override { lines.push_back("/" + std::string{element}); }
    void text(std::string_view text) override { lines.push_back(std::string{text}); }
};

struct Reading {
    Lines lines;
    std::string failure;
};

Reading read(const std::string& xml) {
    const auto bytes = make_zip({{"part.xml", xml}});
    auto opened = ZipPackage::open(bytes, "The document");
    Notes notes;
    const auto failure = read_xml(std::get<ZipPackage>(opened), "part.xml", notes);
    return {notes.lines, failure ? failure->detail : ""};
}

}  // namespace

TEST_CASE("names have one prefix a namespace, whatever the document calls it", "[formats][xml]") {
    const auto reading = read(
        "<a xmlns:x='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
        "xmlns:y='http://purl.oclc.org/ooxml/wordprocessingml/main' xmlns:z='urn:unknown' id='1' "
        "x:val='2'><x:p/><y:p val='3'/><z:p/></a>"
    );
    CHECK(
        reading.lines ==
        Lines{"<a 1,2>", "<w:p ,>", "/w:p", "<w:p ,>", "/w:p", "<?:p ,>", "/?:p", "/a"}
    );
}

TEST_CASE("what a handler does not want is left out with all that it holds", "[formats][xml]") {
    const auto reading = read("<a><skip>x<skip><b/></skip></skip>y</a>");
    CHECK(reading.lines == Lines{"<a ,>", "y", "/a"});
}

TEST_CASE("entities are neither expanded nor fetched", "[formats][xml]") {
    const auto laughs = read("<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>");
    CHECK(laughs.lines.empty());
    CHECK(laughs.failure.find("entities") != std::string::npos);
    CHECK(read("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>").lines.empty());
    CHECK(read("<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1/'>%x;]><a/>").lines.empty());
}

TEST_CASE("a document type that only names itself does no harm", "[formats][xml]") {
    const auto reading = read("<!DOCTYPE a SYSTEM 'a.dtd'><a>x &lt;</a>");
    CHECK(reading.failure.empty());
    CHECK(reading.lines.front() == "<a ,>");
}

TEST_CASE("nesting is bounded", "[formats][xml]") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<b>";
    const auto reading = read("<a>" + deep);
    CHECK(reading.lines.size() == 512);
    CHECK(reading.failure.find("512 levels") != std::string::npos);
}

TEST_CASE("a tag or a comment without end is stopped, long text is not", "[formats][xml]") {
    const std::string much(8 << 20, 'x');
    CHECK(read("<a id='" + much + "'/>").failure.find("megabyte") != std::string::npos);
    CHECK(read("<a><!--" + much + "--></a>").failure.find("megabyte") != std::string::npos);
    CHECK(read("<a>" + much + "</a>").failure.empty());
    CHECK(read("<a><![CDATA[" + much + "]]></a>").failure.empty());
}

TEST_CASE("what is not well-formed is told with its line", "[formats][xml]") {
    const auto reading = read("<a>\n<b></a>");
    CHECK(reading.failure.find("line 2") != std::string::npos);
    CHECK(read("<a>").failure.find("line 1") != std::string::npos);
    CHECK_FALSE(read("").failure.empty());
}

TEST_CASE("what a handler throws comes through", "[formats][xml]") {
    CHECK_THROWS_WITH(read("<a><throw/></a>"), "thrown");
}
