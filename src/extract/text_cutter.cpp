#include <ingestd/base/utf8.hpp>
#include <ingestd/extract/text_cutter.hpp>

namespace ingestd::extract {
namespace {

constexpr std::string_view white_space = " \t\r\n";

// Behind the last line end that is followed by an empty line's end; 0 when there is none.
std::size_t behind_last_empty_line(std::string_view text) {
    for (auto at = text.rfind('\n'); at != text.npos && at > 0; at = text.rfind('\n', at - 1)) {
        auto before = at;
        if (text[before - 1] == '\r') --before;
        if (before > 0 && text[before - 1] == '\n') return at + 1;
    }
    return 0;
}

std::size_t behind_last(std::string_view text, char mark) {
    const auto at = text.rfind(mark);
    return at == text.npos ? 0 : at + 1;
}

}  // namespace

std::size_t cut_position(std::string_view text, std::size_t max_bytes) {
    const auto first = text.substr(0, max_bytes);
    const auto too_early = max_bytes / 4;
    if (const auto at = behind_last_empty_line(first); at > too_early) return at;
    if (const auto at = behind_last(first, '\n'); at > too_early) return at;
    if (const auto at = behind_last(first, ' '); at > too_early) return at;
    const auto at = utf8::floor_boundary(text, max_bytes);
    return text[at - 1] == '\r' && text[at] == '\n' ? at - 1 : at;
}

std::optional<Block> TextCutter::next(bool is_last) {
    // One byte more than a block shows whether the text goes on.
    if (pending_.size() <= block_text_max && !is_last) return std::nullopt;
    if (pending_.empty()) return std::nullopt;
    const auto end = pending_.size() <= block_text_max ? pending_.size()
                                                       : cut_position(pending_, block_text_max);
    Block block;
    block.before = Separator::none;
    block.text = pending_.substr(0, end);
    pending_.erase(0, end);
    if (block.text.find_first_not_of(white_space) != block.text.npos) wrote_text_ = true;
    return block;
}

}  // namespace ingestd::extract
