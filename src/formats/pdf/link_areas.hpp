// Where on the page of a PDF links lie. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "page_text.hpp"

class Page;

namespace ingestd::formats {

// The areas of a page that lead to the web or to somebody's mailbox. Links to other places of the
// document, to files and to scripts are none. Of the first thousand areas; none is found any more
// once very many words were looked for.
class LinkAreas {
public:
    // Fills `targets` with where they lead, each once.
    LinkAreas(Page& page, std::vector<std::string>& targets);

    bool are_none() const { return areas_.empty(); }

    // Of the area that holds this point of the page as it is shown, its target; or no_link.
    int link_at(double x, double y);

private:
    struct Area {
        PdfBox box;
        int link = no_link;
    };

    std::vector<Area> areas_;
    std::size_t looks_left_;
};

}  // namespace ingestd::formats
