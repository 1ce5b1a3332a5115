#include "shared_objects.hpp"

#include <GfxFont.h>
#include <XRef.h>

namespace ingestd::formats {
namespace {

constexpr std::size_t fonts_kept_max = 64;  // one for Chinese takes up to a megabyte

std::shared_ptr<GfxFont> make_font(
    XRef& xref, const std::string& tag, Ref id, const Object& entry
) {
    const auto dictionary = entry.fetch(&xref);
    if (!dictionary.isDict()) return nullptr;
    std::shared_ptr<GfxFont> font = GfxFont::makeFont(&xref, tag.c_str(), id, dictionary.getDict());
    return font && font->isOk() ? font : nullptr;
}

}  // namespace

std::shared_ptr<GfxFont> SharedObjects::font(
    XRef& xref, const std::string& tag, const Object& entry
) {
    if (!entry.isRef()) return make_font(xref, tag, Ref::INVALID(), entry);
    const auto key = key_of(entry.getRef());
    if (const auto known = fonts_.find(key); known != fonts_.end()) return known->second;
    return fonts_.emplace(key, make_font(xref, tag, entry.getRef(), entry)).first->second;
}

void SharedObjects::begin_page() {
    if (fonts_.size() > fonts_kept_max) fonts_.clear();
}

}  // namespace ingestd::formats
