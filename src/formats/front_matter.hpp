// The YAML block that may open a Markdown document. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

//   bytes  its length, both fences included; 0: there is none
struct FrontMatter {
    std::size_t bytes = 0;
    std::string title;
    std::string author;
    std::string created;  // as written
    std::string modified;
};

// Only `title: text`, `author: text` and dates (`date`, `created`; `modified`, `updated`,
// `lastmod`) on one line each are understood.
FrontMatter read_front_matter(std::string_view text);

}  // namespace ingestd::formats
