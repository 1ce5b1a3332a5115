#include "element_texts.hpp"

#include <string>

#include <ingestd/formats/limits.hpp>

#include "xml_events.hpp"

namespace ingestd::formats {
namespace {

class TextHandler final : public XmlHandler {
public:
    explicit TextHandler(const TellElement& tell) : tell_{tell} {}

    bool start(std::string_view, const XmlAttributes&) override {
        text_.clear();
        return true;
    }
    void end(std::string_view element) override {
        tell_(element, text_);
        text_.clear();
    }
    void text(std::string_view text) override {
        if (text_.size() < gathered_bytes_max) text_ += text;
    }

private:
    const TellElement& tell_;
    std::string text_;
};

}  // namespace

void read_element_texts(ZipPackage& package, std::string_view part, const TellElement& tell) {
    if (!package.has(part)) return;
    TextHandler handler{tell};
    read_xml(package, part, handler);
}

}  // namespace ingestd::formats
