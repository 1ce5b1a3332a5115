#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/json.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/yaml.hpp>

#include "block_writer.hpp"
#include "value_path.hpp"
#include "yaml_events.hpp"

namespace ingestd::formats {
namespace {

constexpr std::string_view binary_tag = "tag:yaml.org,2002:binary";

std::string_view view(const unsigned char* text) {
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

bool is_null(std::string_view plain) {
    return plain.empty() || plain == "~" || plain == "null" || plain == "Null" || plain == "NULL";
}

// Only unquoted words can mean null; and bytes in base64 are no text.
bool is_text(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    if (view(scalar.tag) == binary_tag) return false;
    return scalar.style != YAML_PLAIN_SCALAR_STYLE ||
           !is_null({reinterpret_cast<const char*>(scalar.value), scalar.length});
}

// Writes one line a scalar.
class YamlWriter {
public:
    explicit YamlWriter(BlockWriter& writer) : writer_{writer} {}

    void take(const yaml_event_t& event) {
        switch (event.type) {
            case YAML_DOCUMENT_START_EVENT:
                writer_.begin_paragraph();
                break;
            case YAML_MAPPING_START_EVENT:
            case YAML_SEQUENCE_START_EVENT:
                open(event.type == YAML_SEQUENCE_START_EVENT);
                break;
            case YAML_MAPPING_END_EVENT:
            case YAML_SEQUENCE_END_EVENT:
                path_.close();
                levels_.pop_back();
                end_node();
                break;
            case YAML_SCALAR_EVENT: {
                const auto& scalar = event.data.scalar;
                leaf({reinterpret_cast<const char*>(scalar.value), scalar.length}, is_text(event));
                break;
            }
            case YAML_ALIAS_EVENT:
                leaf("*" + std::string{view(event.data.alias.anchor)}, true);
                break;
            default:
                break;
        }
    }

private:
    // In a mapping keys and values take turns.
    struct Level {
        bool is_list;
        bool expects_key;
    };

    bool is_at_key() const { return !levels_.empty() && levels_.back().expects_key; }

    void begin_node(std::string_view key) {
        if (is_at_key()) {
            path_.enter_key(key);
            return;
        }
        if (path_.is_in_outermost_array()) writer_.begin_paragraph();
        path_.enter_value();
    }
    void end_node() {
        if (levels_.empty() || levels_.back().is_list) return;
        levels_.back().expects_key = !levels_.back().expects_key;
    }
    void open(bool is_list) {
        begin_node("?");  // a list or a mapping as a key has no name
        is_list ? path_.open_array() : path_.open_object();
        levels_.push_back({is_list, !is_list});
    }
    void leaf(std::string_view value, bool is_text) {
        const bool is_key = is_at_key();
        begin_node(value);
        if (!is_key && is_text && !trimmed(value).empty()) {
            line_.assign(path_.text());
            if (!line_.empty()) line_ += ": ";
            writer_.line(line_.append(value));
        }
        end_node();
    }

    BlockWriter& writer_;
    ValuePath path_;
    std::vector<Level> levels_;
    std::string line_;
};

// Of an empty text all is read.
double part_of(std::size_t position, std::string_view text) {
    return text.empty() ? 1 : static_cast<double>(position) / static_cast<double>(text.size());
}

// What a first reading finds, before anything is written.
struct Verdict {
    bool is_too_deep = false;
    std::optional<YamlFault> fault;
};

Verdict judge(std::string_view text, BlockSink& sink) {
    YamlEvents events{text};
    std::size_t depth = 0;
    while (const auto* event = events.next()) {
        const bool opens =
            event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT;
        const bool closes =
            event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT;
        if (opens && ++depth > json_depth_max) return {true, {}};
        if (closes) --depth;
        sink.tell_part_read(0.5 * part_of(events.position(), text));
    }
    return {false, events.fault()};
}

void write_values(std::string_view text, BlockWriter& writer, BlockSink& sink) {
    YamlEvents events{text};
    YamlWriter values{writer};
    while (const auto* event = events.next()) {
        values.take(*event);
        sink.tell_part_read(0.5 + 0.5 * part_of(events.position(), text));
    }
}

}  // namespace

Outcome read_yaml(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A YAML document");
    auto decoded = charset::decode_all(content);
    const auto verdict = judge(decoded.text, sink);
    if (verdict.is_too_deep) {
        return DocumentFailure{
            "malformed",
            "The YAML is nested deeper than " + std::to_string(json_depth_max) + " levels."};
    }
    BlockWriter writer{sink};
    Warnings warnings;
    if (const auto& fault = verdict.fault) {
        warnings.add(
            "The document is not valid YAML at line " + std::to_string(fault->line) + ", column " +
            std::to_string(fault->column) + " (" + fault->problem + "); it was taken as it stands."
        );
        writer.code(decoded.text);
    } else {
        write_values(decoded.text, writer, sink);
    }
    if (!writer.wrote_text()) return no_text();
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    DocumentFacts facts;
    facts.format = "yaml";
    facts.encoding = std::move(decoded.encoding);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
