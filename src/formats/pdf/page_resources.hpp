// What the content of a PDF's page calls by name. Private to the room.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <Object.h>

#include "shared_objects.hpp"

namespace ingestd::formats {

enum class ResourceKind { font, drawing, state, property };

// The resource dictionary of a page or of a drawing on it, and those around that: what one lacks is
// looked for in the next, as poppler does.
//   source  ISO 32000-1, 7.8.3
class PageResources {
public:
    //   own    the dictionary; null: there is none
    //   outer  outlives this; none of a page's
    PageResources(Object own, PageResources* outer, SharedObjects& shared, XRef& xref)
        : own_{std::move(own)}, outer_{outer}, shared_{shared}, xref_{xref} {}
    PageResources(const PageResources&) = delete;
    PageResources& operator=(const PageResources&) = delete;

    // None: there is no such font, or it is damaged.
    std::shared_ptr<GfxFont> font(const std::string& name);

    // As it stands there, most often a reference. Null: there is none.
    Object entry(ResourceKind kind, const std::string& name);

    // Whether an entry was looked for around this: then what it is depends on the page.
    bool has_reached_out() const { return has_reached_out_; }

private:
    const Object& dictionary_of(ResourceKind kind);
    std::shared_ptr<GfxFont> own_font(const std::string& name);

    const Object own_;
    PageResources* const outer_;
    SharedObjects& shared_;
    XRef& xref_;
    std::array<std::optional<Object>, 4> dictionaries_;
    std::unordered_map<std::string, std::shared_ptr<GfxFont>> fonts_;
    bool has_reached_out_ = false;
};

}  // namespace ingestd::formats
