#include <algorithm>
#include <optional>
#include <utility>

#include <ingestd/http/json_text.hpp>
#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace ingestd::http {
namespace {

using nlohmann::json;

// The reader's own words, without its prefix and without what it had read (that is content).
std::string reason_of(std::string_view what) {
    if (const auto column = what.find(", column "); column != what.npos) {
        what.remove_prefix(std::min(what.size(), what.find(": ", column) + 2));
    } else if (const auto bracket = what.find("] "); bracket != what.npos) {
        what.remove_prefix(bracket + 2);
    }
    if (const auto read = what.find("; last read"); read != what.npos) what = what.substr(0, read);
    return std::string{what};
}

// `read`: how many bytes had been read when it broke, the offending one included.
JsonSyntaxError locate(std::string_view text, std::size_t read, std::string reason) {
    const auto before = text.substr(0, read == 0 ? 0 : std::min(read - 1, text.size()));
    const auto line_begin = before.rfind('\n') + 1;  // npos + 1 == 0: the first line
    const auto is_code_point = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    const auto in_line = before.substr(line_begin);
    return {
        .line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
        .column =
            1 +
            static_cast<std::size_t>(std::count_if(in_line.begin(), in_line.end(), is_code_point)),
        .reason = std::move(reason),
    };
}

// Builds the value as nlohmann's SAX reader walks the text.
class Builder final : public json::json_sax_t {
public:
    explicit Builder(std::string_view text) : text_{text} {}

    ParsedJson take() && {
        if (syntax_) return std::move(*syntax_);
        if (!errors_.empty()) return std::move(errors_);
        return std::move(root_);
    }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }  // never in text

    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        Level& level = open_.back();
        auto [place, is_new] = level.value->get_ref<json::object_t&>().try_emplace(name);
        level.name = &place->first;
        level.member = &place->second;
        if (!is_new) errors_.push_back({pointer(), "stands twice in its object"});
        return true;
    }

    bool parse_error(std::size_t read, const std::string&, const nlohmann::detail::exception& error)
        override {
        syntax_ = locate(text_, read, reason_of(error.what()));
        return false;
    }

private:
    // An object or array that is not closed yet.
    //   member    where an object's next value goes
    //   name      of that value
    //   position  of an array's value that is open
    struct Level {
        json* value;
        json* member = nullptr;
        const std::string* name = nullptr;
        std::size_t position = 0;
    };

    json* place(json&& value) {
        if (open_.empty()) return &(root_ = std::move(value));
        Level& level = open_.back();
        if (level.member != nullptr) {
            return &(*std::exchange(level.member, nullptr) = std::move(value));
        }
        return &level.value->emplace_back(std::move(value));
    }

    bool add(json&& value) {
        place(std::move(value));
        return true;
    }

    bool open(json&& value) {
        if (!open_.empty() && open_.back().member == nullptr) {
            open_.back().position = open_.back().value->size();
        }
        if (open_.size() == json_depth_max) {
            errors_.push_back(
                {pointer(), "lies deeper than " + std::to_string(json_depth_max) + " levels"}
            );
            return false;
        }
        open_.push_back({place(std::move(value))});
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    std::string pointer() const {
        std::string out;
        for (const Level& level : open_) {
            out += level.name ? pointer_step(*level.name) : pointer_step(level.position);
        }
        return out;
    }

    std::string_view text_;
    json root_;
    // Values do not move while one inside them is open: only the innermost one grows.
    std::vector<Level> open_;
    std::vector<intake::FieldError> errors_;
    std::optional<JsonSyntaxError> syntax_;
};

// Tells the builder what nlohmann's reader would; false: it wants no more.
bool tell(Builder& builder, const simdjson::dom::element& value) {
    using Type = simdjson::dom::element_type;
    switch (value.type()) {
        case Type::ARRAY:
            if (!builder.start_array(0)) return false;
            for (const auto& inner : simdjson::dom::array{value}) {
                if (!tell(builder, inner)) return false;
            }
            return builder.end_array();
        case Type::OBJECT:
            if (!builder.start_object(0)) return false;
            for (const auto& [name, inner] : simdjson::dom::object{value}) {
                std::string key{name};
                if (!builder.key(key) || !tell(builder, inner)) return false;
            }
            return builder.end_object();
        case Type::INT64: {
            const auto number = std::int64_t{value};
            return number < 0 ? builder.number_integer(number)
                              : builder.number_unsigned(static_cast<std::uint64_t>(number));
        }
        case Type::UINT64:
            return builder.number_unsigned(std::uint64_t{value});
        case Type::DOUBLE:
            return builder.number_float(double{value}, {});
        case Type::STRING: {
            std::string text{std::string_view{value}};
            return builder.string(text);
        }
        case Type::BOOL:
            return builder.boolean(bool{value});
        case Type::NULL_VALUE:
            return builder.null();
    }
    return false;
}

// What a thread keeps for reading grows with the texts that it reads, to some ten times one.
constexpr std::size_t read_fast_max = 64 * 1024;

// The value of sound text; nullopt: it is read by nlohmann's reader, which is slower by far and
// tells where a text breaks.
std::optional<ParsedJson> read_fast(std::string_view text) {
    if (text.size() > read_fast_max) return std::nullopt;
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) return std::nullopt;
    Builder builder{text};
    tell(builder, root);
    return std::move(builder).take();
}

}  // namespace

std::string JsonSyntaxError::describe() const {
    return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + reason;
}

ParsedJson parse_json(std::string_view text) {
    if (auto read = read_fast(text)) return std::move(*read);
    Builder builder{text};
    json::sax_parse(text, &builder);
    return std::move(builder).take();
}

std::string pointer_step(std::string_view member) {
    std::string out = "/";
    for (const char c : member) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::string pointer_step(std::size_t position) {
    return "/" + std::to_string(position);
}

}  // namespace ingestd::http
