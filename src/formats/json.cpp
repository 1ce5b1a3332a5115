#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/formats/json.hpp>
#include <ingestd/formats/limits.hpp>
#include <nlohmann/json.hpp>

#include "block_writer.hpp"
#include "text_position.hpp"
#include "value_path.hpp"

namespace ingestd::formats {
namespace {

// Writes one line a leaf.
class LeafWriter final : public nlohmann::json_sax<nlohmann::json> {
public:
    LeafWriter(BlockWriter& writer, BlockSink& sink, std::size_t bytes)
        : writer_{writer}, sink_{sink}, bytes_{bytes} {}

    bool null() override {
        begin_value();
        return true;
    }
    bool boolean(bool value) override { return leaf(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return leaf(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return leaf(std::to_string(value)); }
    // As it stands in the document, not as a double would print it.
    bool number_float(number_float_t, const string_t& text) override { return leaf(text); }
    bool string(string_t& value) override { return leaf(value); }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return open(false); }
    bool start_array(std::size_t) override { return open(true); }
    bool key(string_t& key) override {
        path_.enter_key(key);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&)
        override {
        error_at_ = position;
        return false;
    }

    bool is_too_deep() const { return is_too_deep_; }
    std::optional<std::size_t> error_at() const { return error_at_; }

private:
    void begin_value() {
        // Elements of the outermost array are records of their own.
        if (path_.is_in_outermost_array()) writer_.begin_paragraph();
        path_.enter_value();
    }
    bool leaf(std::string_view value) {
        begin_value();
        line_.assign(path_.text());
        if (!line_.empty()) line_ += ": ";
        line_ += value;
        if (!trimmed(value).empty()) writer_.line(line_);
        read_ += line_.size();
        // How far the parser is, it does not tell; what was written is a fair measure.
        if (bytes_ > 0) {
            sink_.tell_part_read(
                std::min(0.99, static_cast<double>(read_) / static_cast<double>(bytes_))
            );
        }
        return true;
    }
    bool open(bool is_array) {
        begin_value();
        is_too_deep_ = path_.depth() >= json_depth_max;
        if (is_too_deep_) return false;
        is_array ? path_.open_array() : path_.open_object();
        return true;
    }
    bool close() {
        path_.close();
        return true;
    }

    BlockWriter& writer_;
    BlockSink& sink_;
    std::size_t bytes_;  // 0: progress is told by somebody else
    std::size_t read_ = 0;
    ValuePath path_;
    std::string line_;
    std::optional<std::size_t> error_at_;
    bool is_too_deep_ = false;
};

std::string too_deep() {
    return "nested deeper than " + std::to_string(json_depth_max) + " levels";
}

}  // namespace

Outcome read_json(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A JSON document");
    auto decoded = charset::decode_all(content);
    BlockWriter writer{sink};
    LeafWriter leaves{writer, sink, decoded.text.size()};
    if (!nlohmann::json::sax_parse(decoded.text, &leaves)) {
        const auto reason = leaves.is_too_deep()
                                ? "The JSON is " + too_deep() + "."
                                : "The document is not valid JSON at " +
                                      line_and_column(decoded.text, leaves.error_at().value_or(0)) +
                                      ".";
        return DocumentFailure{"malformed", reason};
    }
    if (!writer.wrote_text()) return no_text();
    Warnings warnings;
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    DocumentFacts facts;
    facts.format = "json";
    facts.encoding = std::move(decoded.encoding);
    facts.warnings = warnings.finish();
    return facts;
}

Outcome read_json_lines(std::string_view content, BlockSink& sink) {
    const auto found = charset::detect_encoding(content.substr(0, charset::sample_bytes_max));
    const bool is_wide =
        found.encoding.starts_with("utf-16") || found.encoding.starts_with("utf-32");
    if (is_wide)
        return DocumentFailure{
            "malformed", "JSON Lines are UTF-8; this document is " + found.encoding + "."};

    const auto bytes = content.size();
    content.remove_prefix(found.bom_bytes);
    BlockWriter writer{sink};
    Warnings warnings;
    std::uint64_t number = 0;
    std::uint64_t good = 0;
    while (!content.empty()) {
        const auto end = std::min(content.find('\n'), content.size());
        const auto line = content.substr(0, end);
        content.remove_prefix(std::min(end + 1, content.size()));
        ++number;
        if (line.size() > tree_bytes_max) return too_large("A line of JSON");
        charset::Decoder decoder{found.encoding};
        std::string text;
        decoder.decode(line, true, text);
        if (trimmed(text).empty()) continue;
        writer.begin_paragraph();
        LeafWriter leaves{writer, sink, 0};
        if (nlohmann::json::accept(text) && nlohmann::json::sax_parse(text, &leaves)) {
            ++good;
        } else {
            const auto reason = leaves.is_too_deep() ? too_deep() : "not valid JSON";
            warnings.add("Line " + std::to_string(number) + " is " + reason + " and was left out.");
        }
        sink.tell_part_read(1 - static_cast<double>(content.size()) / static_cast<double>(bytes));
    }
    if (number > 0 && good == 0)
        return DocumentFailure{"malformed", "No line of the document is valid JSON."};
    if (!writer.wrote_text()) return no_text();
    DocumentFacts facts;
    facts.format = "jsonl";
    facts.encoding = found.encoding;
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
