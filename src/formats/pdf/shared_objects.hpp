// What the pages of a PDF have in common. Private to the room.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <Object.h>

class GfxFont;

namespace ingestd::formats {

// Made once for a document instead of once for each page: fonts, which cost as much as reading the
// page's text does, and which drawings hold no text.
//   thread  one asks, that which reads the document
//   memory  of fonts_kept_max fonts, and those of one page
class SharedObjects {
public:
    // Only here fonts are let go: a page that had one font as two would be laid out in another way,
    // and what a page gives must not depend on those before it.
    void begin_page();

    // The font of a resource dictionary; none where it cannot be used.
    //   entry  the dictionary or a reference to it
    std::shared_ptr<GfxFont> font(XRef& xref, const std::string& tag, const Object& entry);

    // Of drawings and pictures: those known to show no text.
    bool shows_no_text(Ref drawing) const { return without_text_.contains(key_of(drawing)); }
    void note_without_text(Ref drawing) { without_text_.insert(key_of(drawing)); }

private:
    static std::uint64_t key_of(Ref ref) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(ref.num)) << 32 |
               static_cast<std::uint32_t>(ref.gen);
    }

    std::unordered_map<std::uint64_t, std::shared_ptr<GfxFont>> fonts_;
    std::unordered_set<std::uint64_t> without_text_;
};

}  // namespace ingestd::formats
