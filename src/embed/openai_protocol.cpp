#include "openai_protocol.hpp"

#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <ingestd/embed/errc.hpp>
#include <ingestd/remote/call_fault.hpp>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

namespace ingestd::embed {
namespace {

using nlohmann::json;

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
    auto fault = remote::read_fault(answer);
    if (!fault) return std::nullopt;
    return CallFault{
        {remote::errc_of<Errc>(fault->kind), std::move(fault->detail)},
        fault->end,
        fault->is_limited};
}

}  // namespace ingestd::embed
