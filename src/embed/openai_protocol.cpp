#include "openai_protocol.hpp"

#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <ingestd/base/utf8.hpp>
#include <ingestd/embed/errc.hpp>
#include <ingestd/remote/errc.hpp>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

namespace ingestd::embed {
namespace {

using nlohmann::json;
using remote::CallEnd;

constexpr std::size_t quoted_bytes_max = 300;     // of what a service says about a refusal
constexpr std::uint32_t dimensions_max = 65'536;  // no model has as many

static_assert(std::endian::native == std::endian::little, "vectors in base64 are little-endian");

Error wrong(std::string what) {
    return {Errc::wrong_answer, std::move(what)};
}

// Little-endian f32, one after another. False: it is not that.
bool read_base64(const std::string& text, std::vector<float>& row) {
    if (text.empty() || text.size() % 4 != 0) return false;
    std::string bytes(text.size() / 4 * 3, '\0');
    const auto size = EVP_DecodeBlock(
        reinterpret_cast<unsigned char*>(bytes.data()),
        reinterpret_cast<const unsigned char*>(text.data()),
        static_cast<int>(text.size())
    );
    if (size < 0 || static_cast<std::size_t>(size) != bytes.size()) return false;
    // What stands for the padding is decoded to zeros.
    if (text.ends_with("=")) bytes.pop_back();
    if (text.ends_with("==")) bytes.pop_back();
    if (bytes.size() % sizeof(float) != 0) return false;
    row.resize(bytes.size() / sizeof(float));
    std::memcpy(row.data(), bytes.data(), bytes.size());
    return true;
}

bool read_row(const json& embedding, std::vector<float>& row) {
    if (embedding.is_string()) return read_base64(embedding.get_ref<const std::string&>(), row);
    if (!embedding.is_array()) return false;
    row.clear();
    for (const auto& value : embedding) {
        if (!value.is_number()) return false;
        row.push_back(value.get<float>());
    }
    return true;
}

// What a service says about a refusal, on one line.
std::string message_of(std::string_view body) {
    std::string text{body};
    const auto answer = json::parse(body, nullptr, false);
    if (answer.is_object()) {
        for (const auto* place : {"/error/message", "/error", "/message", "/detail"}) {
            const auto value = answer.value(json::json_pointer{place}, json{});
            if (!value.is_string()) continue;
            text = value.get<std::string>();
            break;
        }
    }
    text = utf8::repair(std::string_view{text}.substr(0, quoted_bytes_max));
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
    }
    return text;
}

CallFault fault_of_status(const remote::ServiceAnswer& answer) {
    auto what = "HTTP " + std::to_string(answer.status);
    const auto said = message_of(answer.body);
    if (!said.empty()) what += ": " + said;
    switch (answer.status) {
        case 429:
        case 503:
        case 529:  // what some say for 503
            return {{Errc::unavailable, what}, CallEnd::overloaded, true};
        case 408:
        case 504:
            return {{Errc::unavailable, what}, CallEnd::overloaded};
        case 425:
            return {{Errc::unavailable, what}, CallEnd::failed};
        default:
            if (answer.status >= 500) return {{Errc::unavailable, what}, CallEnd::failed};
            return {{Errc::refused, what}, CallEnd::answered};
    }
}

CallFault fault_of_call(const Error& error) {
    auto what = error.code.message();
    if (!error.detail.empty()) what += ": " + error.detail;
    if (error.code == remote::Errc::cancelled) return {{Errc::cancelled, {}}, std::nullopt};
    if (error.code == remote::Errc::bad_address) return {{Errc::refused, what}, CallEnd::failed};
    if (error.code == remote::Errc::too_large)
        return {{Errc::wrong_answer, what}, CallEnd::answered};
    const auto end = error.code == remote::Errc::timed_out ? CallEnd::overloaded : CallEnd::failed;
    return {{Errc::unavailable, what}, end};
}

}  // namespace

std::string request_body(const EmbeddingsRequest& request, std::span<const std::string> texts) {
    json body{{"model", request.model}, {"input", json::array()}};
    for (const auto& text : texts) body["input"].push_back(text);
    if (request.dimensions != 0) body["dimensions"] = request.dimensions;
    if (!request.encoding.empty()) body["encoding_format"] = request.encoding;
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Vectors> parse_answer(std::string_view body, std::size_t count, std::uint32_t dimension) {
    const auto answer = json::parse(body, nullptr, false);
    if (answer.is_discarded()) return Error{Errc::unavailable, "the answer is no JSON"};
    const auto data = answer.is_object() ? answer.find("data") : answer.end();
    if (data == answer.end() || !data->is_array()) return wrong("the answer has no array `data`");
    if (data->size() != count) {
        return wrong(
            "the answer has " + std::to_string(data->size()) + " embeddings for " +
            std::to_string(count) + " texts"
        );
    }
    std::vector<float> values, row;
    std::vector<bool> is_there(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& entry = (*data)[i];
        if (!entry.is_object() || !entry.contains("embedding"))
            return wrong("an entry of `data` has no `embedding`");
        const auto index = entry.value("index", json(i));
        if (!index.is_number_unsigned() || index >= count || is_there[index.get<std::size_t>()])
            return wrong("the `index` of an embedding is no number of a text, or stands twice");
        const auto at = index.get<std::size_t>();
        if (!read_row(entry["embedding"], row))
            return wrong("an embedding is neither numbers nor base64 of such");
        if (row.empty() || row.size() > dimensions_max || (dimension && row.size() != dimension)) {
            return wrong(
                "an embedding has " + std::to_string(row.size()) + " dimensions" +
                (dimension ? " instead of " + std::to_string(dimension) : "")
            );
        }
        dimension = static_cast<std::uint32_t>(row.size());
        if (!make_unit(row)) return wrong("an embedding holds what is no number");
        values.resize(count * dimension);
        std::ranges::copy(row, values.begin() + static_cast<std::ptrdiff_t>(at * dimension));
        is_there[at] = true;
    }
    return Vectors{std::max(dimension, 1u), std::move(values)};
}

std::optional<CallFault> fault_of(const Result<remote::ServiceAnswer>& answer) {
    if (!answer) return fault_of_call(answer.error());
    if (answer->status == 200) return std::nullopt;
    return fault_of_status(*answer);
}

}  // namespace ingestd::embed
