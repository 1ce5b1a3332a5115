// What a Word document's paragraph styles say of the paragraphs that have them. Private to the
// room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../package/zip_package.hpp"

namespace ingestd::formats {

//   heading_level  from 1; 0: no heading
struct ParagraphRole {
    int heading_level = 0;
    bool is_list_item = false;
    bool is_caption = false;
};

class DocxStyles {
public:
    //   name           the built-in styles' own English name: "heading 1", "Title"
    //   outline_level  as in the file: 0..8 are headings, 9 is text
    struct Style {
        std::string name;
        std::string based_on;
        std::optional<int> outline_level;
        std::optional<bool> is_numbered;
    };

    // None when the part is not there or damaged: then all are paragraphs.
    static DocxStyles read(ZipPackage& package, std::string_view part);

    // What a style leaves open comes from the one that it is based on.
    ParagraphRole role_of(std::string_view style_id) const;

private:
    std::unordered_map<std::string, Style> by_id_;
};

}  // namespace ingestd::formats
