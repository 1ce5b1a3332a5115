// ingestd-extract, the helper program: reads documents for the server, one after another, in a
// process that may crash. Started by the server alone (extract/helper_pool); not meant to be run by
// hand.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <ingestd/extract/helper_session.hpp>
#include <ingestd/formats/archive.hpp>
#include <ingestd/formats/converted_text.hpp>
#include <ingestd/formats/csv.hpp>
#include <ingestd/formats/docx.hpp>
#include <ingestd/formats/epub.hpp>
#include <ingestd/formats/html.hpp>
#include <ingestd/formats/json.hpp>
#include <ingestd/formats/latex.hpp>
#include <ingestd/formats/mail.hpp>
#include <ingestd/formats/markdown.hpp>
#include <ingestd/formats/msg.hpp>
#include <ingestd/formats/notebook.hpp>
#include <ingestd/formats/odp.hpp>
#include <ingestd/formats/ods.hpp>
#include <ingestd/formats/odt.hpp>
#include <ingestd/formats/pdf.hpp>
#include <ingestd/formats/picture.hpp>
#include <ingestd/formats/pptx.hpp>
#include <ingestd/formats/rst.hpp>
#include <ingestd/formats/rtf.hpp>
#include <ingestd/formats/source.hpp>
#include <ingestd/formats/subtitles.hpp>
#include <ingestd/formats/xlsx.hpp>
#include <ingestd/formats/xml.hpp>
#include <ingestd/formats/yaml.hpp>

namespace {

using namespace ingestd;

class SendingSink final : public formats::BlockSink {
public:
    explicit SendingSink(extract::BlockSender& sender) : sender_{sender} {}

    void add(Block block) override { sender_.add(std::move(block)); }
    void tell_part_read(double part_read) override { sender_.tell_part_read(part_read); }
    void end_page() override { sender_.flush(); }
    void begin_child(formats::ChildName child) override {
        sender_.begin_child({std::move(child.name), std::move(child.content_type)});
    }
    void add_child_bytes(std::string_view bytes) override { sender_.add_child_bytes(bytes); }
    void end_child() override { sender_.end_child(); }

private:
    extract::BlockSender& sender_;
};

// Of the command line: the same for each document.
std::string tessdata;

formats::ReadingOptions options_of(const extract::ReadOrder& order) {
    return {order.password, order.ocr_languages, tessdata};
}

extract::ReadOutcome read_document(
    const extract::ReadOrder& order, std::string_view content, extract::BlockSender& sender
) {
    if (!order.words_of.is_none()) {
        // The server asks it of PDFs alone.
        return formats::read_pdf_words(
            content,
            options_of(order),
            order.words_of,
            [&](const PageWords& page) { sender.add_words(page); }
        );
    }
    SendingSink sink{sender};
    switch (order.type) {
        case extract::DocumentType::pdf:
            return formats::read_pdf(content, options_of(order), sink);
        case extract::DocumentType::docx:
            return formats::read_docx(content, sink);
        case extract::DocumentType::odt:
            return formats::read_odt(content, sink);
        case extract::DocumentType::epub:
            return formats::read_epub(content, sink);
        case extract::DocumentType::pptx:
            return formats::read_pptx(content, sink);
        case extract::DocumentType::xlsx:
            return formats::read_xlsx(content, sink);
        case extract::DocumentType::ods:
            return formats::read_ods(content, sink);
        case extract::DocumentType::odp:
            return formats::read_odp(content, sink);
        case extract::DocumentType::html:
            return formats::read_html(content, order.content_type, sink);
        case extract::DocumentType::markdown:
            return formats::read_markdown(content, sink);
        case extract::DocumentType::csv:
            return formats::read_csv(content, sink);
        case extract::DocumentType::json:
            return formats::read_json(content, sink);
        case extract::DocumentType::jsonl:
            return formats::read_json_lines(content, sink);
        case extract::DocumentType::rtf:
            return formats::read_rtf(content, sink);
        case extract::DocumentType::notebook:
            return formats::read_notebook(content, sink);
        case extract::DocumentType::subtitles:
            return formats::read_subtitles(content, sink);
        case extract::DocumentType::yaml:
            return formats::read_yaml(content, sink);
        case extract::DocumentType::latex:
            return formats::read_latex(content, sink);
        case extract::DocumentType::rst:
            return formats::read_rst(content, sink);
        case extract::DocumentType::source:
            return formats::read_source(content, order.source_language, sink);
        case extract::DocumentType::xml:
            return formats::read_xml_document(content, order.content_type, sink);
        case extract::DocumentType::archive:
            return formats::read_archive(content, {order.filename, order.password}, sink);
        case extract::DocumentType::mail:
            return formats::read_mail(content, sink);
        case extract::DocumentType::mailbox:
            return formats::read_mailbox(content, sink);
        case extract::DocumentType::msg:
            return formats::read_msg(content, sink);
        // Of these three the content is what a converter made of them.
        case extract::DocumentType::doc:
            return formats::read_converted_document(content, sink);
        case extract::DocumentType::xls:
            return formats::read_converted_sheets(content, sink);
        case extract::DocumentType::ppt:
            return formats::read_converted_slides(content, sink);
        case extract::DocumentType::picture:
            return formats::read_picture(content, sink, options_of(order));
        case extract::DocumentType::text:
            break;  // the server reads it by itself
    }
    return DocumentFailure{
        "internal", "The helper was asked to read a type that it does not know."};
}

// The number in `--name=number`; false when the argument is another one.
template <class Number>
bool take_option(std::string_view argument, std::string_view name, Number& value) {
    if (!argument.starts_with(name)) return false;
    argument.remove_prefix(name.size());
    const auto [end, error] =
        std::from_chars(argument.data(), argument.data() + argument.size(), value);
    return error == std::errc{} && end == argument.data() + argument.size();
}

}  // namespace

int main(int argc, char** argv) {
    constexpr std::string_view converters_option = "--converters=";
    extract::HelperWalls walls;
    constexpr std::string_view tessdata_option = "--tessdata=";
    std::string converters_folder;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument{argv[i]};
        if (take_option(argument, "--parent=", walls.parent_pid)) continue;
        if (take_option(argument, "--memory=", walls.memory_bytes)) continue;
        if (argument.starts_with(converters_option)) {
            converters_folder = argument.substr(converters_option.size());
            continue;
        }
        if (argument.starts_with(tessdata_option)) {
            tessdata = argument.substr(tessdata_option.size());
            walls.readable_folder = tessdata;
            continue;
        }
        std::fputs("ingestd-extract is started by ingestd; it is of no use by hand.\n", stderr);
        return 2;
    }
    if (!converters_folder.empty()) {
        return extract::serve_conversion(
            extract::helper_socket, walls, converters_folder, read_document
        );
    }
    if (!extract::confine_this_process(walls)) return 3;
    return extract::serve_documents(extract::helper_socket, walls, read_document);
}
