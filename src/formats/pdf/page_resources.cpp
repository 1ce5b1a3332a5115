#include "page_resources.hpp"

#include <Dict.h>
#include <GfxFont.h>

namespace ingestd::formats {

const Object& PageResources::dictionary_of(ResourceKind kind) {
    static constexpr std::array<const char*, 4> keys{"Font", "XObject", "ExtGState", "Properties"};
    const auto at = static_cast<std::size_t>(kind);
    auto& dictionary = dictionaries_[at];
    if (!dictionary) dictionary = own_.isDict() ? own_.dictLookup(keys[at]) : Object{objNull};
    return *dictionary;
}

std::shared_ptr<GfxFont> PageResources::own_font(const std::string& name) {
    const auto& dictionary = dictionary_of(ResourceKind::font);
    if (!dictionary.isDict()) return nullptr;
    const auto [known, is_new] = fonts_.try_emplace(name);
    if (is_new) known->second = shared_.font(xref_, name, dictionary.dictLookupNF(name.c_str()));
    return known->second;
}

std::shared_ptr<GfxFont> PageResources::font(const std::string& name) {
    for (auto* level = this; level != nullptr; level = level->outer_) {
        if (auto font = level->own_font(name)) return font;
    }
    return nullptr;
}

Object PageResources::entry(ResourceKind kind, const std::string& name) {
    for (auto* level = this; level != nullptr; level = level->outer_) {
        if (const auto& dictionary = level->dictionary_of(kind); dictionary.isDict()) {
            const auto& found = dictionary.dictLookupNF(name.c_str());
            if (!found.isNull()) return found.copy();
        }
        level->has_reached_out_ = true;
    }
    return Object{objNull};
}

}  // namespace ingestd::formats
