#include "json_fault.hpp"

#include <ingestd/formats/json.hpp>
#include <nlohmann/json.hpp>

#include "text_position.hpp"

namespace ingestd::formats {
namespace {

using nlohmann::json;

// Counts levels, and forgets everything else.
class Levels final : public nlohmann::json_sax<json> {
public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool key(string_t&) override { return true; }
    bool start_object(std::size_t) override { return ++depth_ <= json_depth_max; }
    bool start_array(std::size_t) override { return ++depth_ <= json_depth_max; }
    bool end_object() override { return --depth_, true; }
    bool end_array() override { return --depth_, true; }
    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        error_at_ = position;
        return false;
    }

    bool is_too_deep() const { return depth_ > json_depth_max; }
    std::size_t error_at() const { return error_at_; }

private:
    std::size_t depth_ = 0;
    std::size_t error_at_ = 0;
};

}  // namespace

std::optional<std::string> find_json_fault(std::string_view text) {
    Levels levels;
    if (json::sax_parse(text, &levels)) return std::nullopt;
    if (levels.is_too_deep()) {
        return "nested deeper than " + std::to_string(json_depth_max) + " levels";
    }
    return "not valid JSON at " + line_and_column(text, levels.error_at());
}

}  // namespace ingestd::formats
