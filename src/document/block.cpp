#include <ingestd/document/block.hpp>

namespace ingestd {

std::string_view to_string(BlockKind kind) {
    switch (kind) {
        case BlockKind::heading:
            return "heading";
        case BlockKind::paragraph:
            return "paragraph";
        case BlockKind::list_item:
            return "list_item";
        case BlockKind::table_row:
            return "table_row";
        case BlockKind::code:
            return "code";
        case BlockKind::caption:
            return "caption";
    }
    return "paragraph";
}

std::string_view separator_text(Separator separator) {
    switch (separator) {
        case Separator::none:
            return "";
        case Separator::line:
            return "\n";
        case Separator::paragraph:
            return "\n\n";
    }
    return "";
}

}  // namespace ingestd
