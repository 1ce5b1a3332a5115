#include "yaml_events.hpp"

#include <new>

namespace ingestd::formats {

YamlEvents::YamlEvents(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc{};
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size()
    );
}

YamlEvents::~YamlEvents() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
}

const yaml_event_t* YamlEvents::next() {
    yaml_event_delete(&event_);
    if (yaml_parser_parse(&parser_, &event_) == 0) {
        if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc{};
        fault_ = YamlFault{
            parser_.problem_mark.line + 1,
            parser_.problem_mark.column + 1,
            parser_.problem == nullptr ? "" : parser_.problem};
        return nullptr;
    }
    return event_.type == YAML_STREAM_END_EVENT ? nullptr : &event_;
}

}  // namespace ingestd::formats
