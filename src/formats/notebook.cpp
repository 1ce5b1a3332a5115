#include <algorithm>
#include <string>
#include <utility>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/json.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/notebook.hpp>
#include <nlohmann/json.hpp>

#include "block_writer.hpp"
#include "front_matter.hpp"
#include "json_fault.hpp"
#include "markdown_blocks.hpp"
#include "notebook_outputs.hpp"

namespace ingestd::formats {
namespace {

using nlohmann::json;

const json& part(const json& object, const char* key) {
    static const json none;
    if (!object.is_object()) return none;
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : std::string{};
}

// A string, or a list of lines that bring their line ends.
std::string lines_of(const json& value) {
    if (!value.is_array()) return text_of(value);
    std::string text;
    for (const auto& line : value) text += text_of(line);
    return text;
}

std::string without_controls(std::string_view text) {
    std::string out;
    charset::Decoder{"utf-8"}.decode(text, true, out);
    return out;
}

std::string authors_of(const json& metadata) {
    std::string names;
    for (const auto& author : part(metadata, "authors")) {
        const auto name = text_of(author.is_string() ? author : part(author, "name"));
        if (names.size() > fact_bytes_max || name.empty()) continue;
        if (!names.empty()) names += ", ";
        names += name;
    }
    return names;
}

bool has_picture(const json& data) {
    for (const char* type : {"image/png", "image/jpeg", "image/svg+xml"}) {
        if (data.contains(type)) return true;
    }
    return false;
}

class NotebookWriter {
public:
    explicit NotebookWriter(BlockSink& sink) : writer_{sink} {}

    void title(const std::string& title) { writer_.heading(1, without_controls(title)); }

    void cell(const json& cell) {
        const auto kind = text_of(part(cell, "cell_type"));
        const auto& source = part(cell, cell.contains("source") ? "source" : "input");
        const auto text = without_controls(lines_of(source));
        if (kind == "markdown") {
            write_markdown(text, writer_);
        } else if (kind == "heading") {
            const auto& level = part(cell, "level");
            writer_.heading(level.is_number_integer() ? level.get<int>() : 1, text);
        } else {
            writer_.code(text.substr(kind == "raw" ? read_front_matter(text).bytes : 0));
        }
        if (kind == "code") outputs(part(cell, "outputs"));
    }

    bool wrote_text() const { return writer_.wrote_text(); }

private:
    void outputs(const json& outputs) {
        if (!outputs.is_array()) return;
        for (std::size_t i = 0; i < std::min(outputs.size(), outputs_max); ++i) output(outputs[i]);
        if (outputs.size() > outputs_max) {
            writer_.code("… " + std::to_string(outputs.size() - outputs_max) + " more outputs");
        }
    }

    void output(const json& output) {
        const auto kind = text_of(part(output, "output_type"));
        if (kind == "error" || kind == "pyerr") {
            writer_.code(
                output_text(text_of(part(output, "ename")) + ": " + text_of(part(output, "evalue")))
            );
        } else if (kind == "stream") {
            writer_.code(output_text(lines_of(part(output, "text"))));
        } else {
            data(output.contains("data") ? part(output, "data") : output);
        }
    }

    // Of the forms that one result comes in, the one that is text. Beside a picture it only names
    // an object.
    void data(const json& data) {
        const auto& markdown = part(data, "text/markdown");
        if (!markdown.is_null()) {
            write_markdown(output_text(lines_of(markdown)), writer_);
        } else if (!has_picture(data)) {
            const auto& plain = part(data, data.contains("text/plain") ? "text/plain" : "text");
            writer_.code(output_text(lines_of(plain)));
        }
    }

    BlockWriter writer_;
};

// Version 3 keeps cells in worksheets; there was never more than one.
const json& cells_of(const json& notebook) {
    const auto& sheets = part(notebook, "worksheets");
    return sheets.is_array() && !sheets.empty() ? part(sheets.front(), "cells")
                                                : part(notebook, "cells");
}

struct Heading {
    std::string title;
    std::string author;
};

Heading heading_of(const json& notebook, const json& cells) {
    const auto& metadata = part(notebook, "metadata");
    Heading heading{text_of(part(metadata, "title")), authors_of(metadata)};
    if (cells.empty() || part(cells.front(), "cell_type") != "raw") return heading;
    const auto first = lines_of(part(cells.front(), "source"));
    auto matter = read_front_matter(first);
    if (heading.title.empty()) heading.title = std::move(matter.title);
    if (heading.author.empty()) heading.author = std::move(matter.author);
    return heading;
}

Outcome write_notebook(const json& notebook, const charset::Decoded& decoded, BlockSink& sink) {
    const auto& cells = cells_of(notebook);
    const auto heading = heading_of(notebook, cells);
    NotebookWriter writer{sink};
    const auto first = cells.empty() ? std::string{} : lines_of(part(cells.front(), "source"));
    if (!heading.title.empty() && first.find(heading.title) == first.npos) {
        writer.title(heading.title);
    }
    std::size_t written = 0;
    for (const auto& cell : cells) {
        if (cell.is_object()) writer.cell(cell);
        sink.tell_part_read(static_cast<double>(++written) / static_cast<double>(cells.size()));
    }
    if (!writer.wrote_text()) return no_text();
    DocumentFacts facts;
    facts.format = "notebook";
    facts.title = fact(heading.title);
    facts.author = fact(heading.author);
    facts.encoding = decoded.encoding;
    Warnings warnings;
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace

Outcome read_notebook(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A notebook");
    const auto decoded = charset::decode_all(content);
    if (auto fault = find_json_fault(decoded.text)) {
        return DocumentFailure{"malformed", "The notebook is " + *fault + "."};
    }
    const auto notebook = json::parse(decoded.text);
    if (!cells_of(notebook).is_array()) return read_json(content, sink);
    return write_notebook(notebook, decoded, sink);
}

}  // namespace ingestd::formats
