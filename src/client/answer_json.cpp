#include "answer_json.hpp"

#include <ingestd/client/errc.hpp>

namespace ingestd::client {
namespace {

// Our own fields have a few levels, a document's metadata at most 64 (docs/api.md); dump()
// recurses.
constexpr int depth_max = 80;

}  // namespace

Error bad_answer(std::string detail) {
    return {Errc::bad_answer, std::move(detail)};
}

Result<Json> parse_object(std::string_view text) {
    const auto within_bound = [](int depth, Json::parse_event_t, Json&) {
        if (depth > depth_max) throw std::length_error{"nested too deeply"};
        return true;
    };
    try {
        auto json = Json::parse(text, within_bound);
        if (json.is_object()) return json;
    } catch (const std::exception&) {
        return bad_answer("the server did not answer JSON");
    }
    return bad_answer("the server answered JSON that is no object");
}

std::string text_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

double number_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number() ? found->get<double>() : 0;
}

std::uint64_t count_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool flag_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_boolean() && found->get<bool>();
}

const Json& object_at(const Json& from, const char* name) {
    static const Json none = Json::object();
    const auto found = from.find(name);
    return found != from.end() && found->is_object() ? *found : none;
}

Result<const Json*> array_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_array()) {
        return bad_answer("the server's answer lacks the list `" + std::string{name} + "`");
    }
    return &*found;
}

}  // namespace ingestd::client
