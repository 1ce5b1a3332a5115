#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include <ingestd/base/utf8.hpp>
#include <ingestd/progress/progress_event.hpp>

namespace ingestd::progress {
namespace {

// Frames are made for each chunk of each upload that is watched, so they are written straight into
// one string: no tree of values is built first.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_{out} {}

    // What goes out as it stands: punctuation, names, literals.
    JsonWriter& raw(std::string_view text) {
        out_ += text;
        return *this;
    }

    JsonWriter& number(std::uint64_t value) {
        std::array<char, 20> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        out_.append(digits.data(), end);
        return *this;
    }

    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }

    // With one decimal. JSON has no word for what is not finite: null.
    JsonWriter& decimal(double value) {
        constexpr double largest = 1e15;  // past it a decimal means nothing, and it fits the buffer
        if (!std::isfinite(value)) return raw("null");
        std::array<char, 32> digits{};
        const auto end = std::to_chars(
                             digits.data(),
                             digits.data() + digits.size(),
                             std::clamp(value, -largest, largest),
                             std::chars_format::fixed,
                             1
        )
                             .ptr;
        out_.append(digits.data(), end);
        return *this;
    }

    JsonWriter& string(std::string_view text) {
        // File names come from strangers and need not be UTF-8; a text frame must be.
        if (!utf8::is_valid(text)) return escaped(utf8::repair(text));
        return escaped(text);
    }

private:
    JsonWriter& escaped(std::string_view text) {
        out_ += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                constexpr std::string_view hex = "0123456789abcdef";
                out_ += "\\u00";
                out_ += hex[static_cast<unsigned char>(c) >> 4];
                out_ += hex[static_cast<unsigned char>(c) & 0xF];
            } else {
                out_ += c;
            }
        }
        out_ += '"';
        return *this;
    }

    std::string& out_;
};

void write_waiting_on(JsonWriter& json, const std::optional<WaitingOn>& waiting_on) {
    if (!waiting_on) {
        json.raw("null");
        return;
    }
    json.raw(R"({"reason":)").string(waiting_on->reason);
    json.raw(R"(,"detail":)").string(waiting_on->detail);
    if (waiting_on->position) json.raw(R"(,"position":)").number(*waiting_on->position);
    if (waiting_on->free_bytes) json.raw(R"(,"free_bytes":)").number(*waiting_on->free_bytes);
    if (waiting_on->needed_bytes) json.raw(R"(,"needed_bytes":)").number(*waiting_on->needed_bytes);
    if (waiting_on->until) json.raw(R"(,"until":)").string(format_timestamp(*waiting_on->until));
    json.raw("}");
}

void write_documents(JsonWriter& json, const DocumentCounts& documents) {
    json.raw(R"({"total":)").number(documents.total);
    json.raw(R"(,"completed":)").number(documents.completed);
    json.raw(R"(,"failed":)").number(documents.failed);
    json.raw(R"(,"current":)");
    if (documents.current.empty()) {
        json.raw("null");
    } else {
        json.string(documents.current);
    }
    json.raw("}");
}

void write_stages(JsonWriter& json, const StageCounts& stages) {
    json.raw(R"({"chunked":)").number(stages.chunked);
    json.raw(R"(,"enriched":)").number(stages.enriched);
    json.raw(R"(,"embedded":)").number(stages.embedded);
    json.raw(R"(,"indexed":)").number(stages.indexed);
    json.raw(R"(,"reused":)").number(stages.reused);
    json.raw("}");
}

void write_error(JsonWriter& json, const std::optional<EventError>& error) {
    if (!error) {
        json.raw("null");
        return;
    }
    json.raw(R"({"code":)").string(error->code);
    json.raw(R"(,"detail":)").string(error->detail);
    json.raw("}");
}

}  // namespace

std::string serialize(const ProgressEvent& event) {
    std::string out;
    out.reserve(640);
    JsonWriter json{out};
    json.raw(R"({"upload_id":")").raw(event.upload_id.str());
    json.raw(R"(","status":")").raw(to_string(event.status));
    json.raw(R"(","progress_percent":)").number(event.permille / 10).raw(".");
    json.number(event.permille % 10);
    json.raw(R"(,"current_chunk":)").number(event.current_chunk);
    json.raw(R"(,"total_chunks":)").number(event.total_chunks);
    json.raw(R"(,"message":)").string(event.message);
    json.raw(R"(,"timestamp":")").raw(format_timestamp(event.timestamp));
    json.raw(R"(","seq":)").number(event.seq);
    json.raw(R"(,"terminal":)").boolean(event.terminal);
    json.raw(R"(,"waiting_on":)");
    write_waiting_on(json, event.waiting_on);
    json.raw(R"(,"total_is_estimate":)").boolean(event.total_is_estimate);
    json.raw(R"(,"stages":)");
    write_stages(json, event.stages);
    json.raw(R"(,"documents":)");
    write_documents(json, event.documents);
    json.raw(R"(,"eta_seconds":)");
    if (event.eta_seconds) {
        json.decimal(*event.eta_seconds);
    } else {
        json.raw("null");
    }
    json.raw(R"(,"chunks_per_second":)");
    json.decimal(std::isfinite(event.chunks_per_second) ? event.chunks_per_second : 0.0);
    json.raw(R"(,"error":)");
    write_error(json, event.error);
    json.raw("}");
    return out;
}

ProgressEvent event_at(const ProgressBurst& burst, std::uint32_t i) {
    ProgressEvent event = burst.newest;
    if (i + 1 >= burst.steps) return event;
    const std::uint64_t before_newest = burst.steps - 1 - i;
    event.seq -= before_newest;
    event.current_chunk -= before_newest;
    event.stages.indexed -= before_newest;
    event.terminal = false;
    const std::uint64_t measured =
        event.total_chunks == 0 ? 0 : event.current_chunk * 1000 / event.total_chunks;
    // Above the floor it may be held, as the newest shows: then the steps before are held as well.
    event.permille = static_cast<std::uint32_t>(std::min<std::uint64_t>(
        std::max<std::uint64_t>(measured, burst.percent_floor), burst.newest.permille
    ));
    return event;
}

}  // namespace ingestd::progress
