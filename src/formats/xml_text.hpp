// The text of an XML document, whatever its vocabulary. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "block_writer.hpp"
#include "package/xml_events.hpp"

namespace ingestd::formats {

class XmlText final : public XmlHandler {
public:
    explicit XmlText(BlockWriter& writer) : writer_{writer} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override;

    void finish() { end_line(); }
    const std::string& title() const { return title_; }

private:
    bool is_in_line() const { return !line_.empty() && !is_owner_closed_; }
    void join(std::size_t owner_depth);
    void end_line();

    BlockWriter& writer_;
    std::string line_;
    std::size_t owner_depth_ = 0;   // of the element that the line belongs to
    bool is_owner_closed_ = false;  // text right behind it makes both part of one line
    bool is_behind_space_ = false;
    bool is_behind_end_ = false;
    std::vector<bool> has_children_;  // of each open element
    std::string title_;
    std::size_t title_depth_ = 0;  // of the open element that gives the title; 0: none
};

}  // namespace ingestd::formats
