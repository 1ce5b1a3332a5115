#include <string>
#include <utility>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/formats/html.hpp>
#include <ingestd/formats/limits.hpp>

#include "block_writer.hpp"
#include "declared_time.hpp"
#include "html_depth.hpp"
#include "html_tree.hpp"

namespace ingestd::formats {
namespace {

// The charset of "text/html; charset=koi8-r"; empty when there is none.
std::string_view charset_of(std::string_view content_type) {
    const auto at = content_type.find("charset=");
    if (at == content_type.npos) return {};
    auto label = content_type.substr(at + 8);
    if (label.starts_with('"')) label.remove_prefix(1);
    return label.substr(0, label.find_first_of("\"; "));
}

}  // namespace

Outcome read_html(std::string_view content, std::string_view content_type, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("An HTML document");
    std::string declared{charset_of(content_type)};
    if (declared.empty()) declared = charset::declared_in_markup(content);
    auto decoded = charset::decode_all(content, declared);
    const auto flat = flatten_html(decoded.text);

    BlockWriter writer{sink};
    const auto head = write_html(flat.html, writer);
    if (!writer.wrote_text()) return no_text();

    Warnings warnings;
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    if (flat.was_deeper)
        warnings.add("Elements nested deeper than 512 levels were read as plain text.");
    DocumentFacts facts;
    facts.format = "html";
    facts.title = fact(head.title);
    facts.author = fact(head.author);
    facts.language = fact(head.language);
    facts.encoding = std::move(decoded.encoding);
    facts.created = utc_of_iso(head.created);
    facts.modified = utc_of_iso(head.modified);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
