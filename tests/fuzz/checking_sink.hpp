// Takes a reader's blocks and checks what must hold of each.
#pragma once

#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/formats/block_sink.hpp>

#include "fuzz_target.hpp"

namespace ingestd::fuzz {

class CheckingSink final : public formats::BlockSink {
public:
    void add(Block block) override {
        require(!is_in_child_, "a child's bytes are its own");
        require(!block.text.empty(), "a block has text");
        require(block.text.size() <= block_text_max, "a block is bounded");
        require(utf8::is_valid(block.text), "a block is UTF-8");
        const bool is_heading = block.kind == BlockKind::heading;
        require(
            is_heading ? block.level >= 1 && block.level <= 6 : block.level == 0, "a level fits"
        );
        require(block.page >= page_, "pages do not go back");
        page_ = block.page;
    }
    void tell_part_read(double part_read) override {
        require(part_read >= part_read_ && part_read <= 1, "what was read grows up to all");
        part_read_ = part_read;
    }
    void end_page() override {}
    void begin_child(formats::ChildName child) override {
        require(!std::exchange(is_in_child_, true), "children do not interleave");
        require(!child.name.empty() && utf8::is_valid(child.name), "a child has a name");
    }
    void add_child_bytes(std::string_view) override { require(is_in_child_, "bytes of a child"); }
    void end_child() override { require(std::exchange(is_in_child_, false), "a child has begun"); }

private:
    std::uint32_t page_ = 0;
    double part_read_ = 0;
    bool is_in_child_ = false;
};

// A reader's end is facts in UTF-8, or a reason.
inline void check(const formats::Outcome& outcome) {
    if (const auto* failure = std::get_if<DocumentFailure>(&outcome)) {
        require(!failure->code.empty() && !failure->detail.empty(), "a failure has a reason");
        return;
    }
    const auto& facts = std::get<DocumentFacts>(outcome);
    require(!facts.format.empty(), "the format has a name");
    require(utf8::is_valid(facts.title) && utf8::is_valid(facts.author), "facts are UTF-8");
    require(utf8::is_valid(facts.created + facts.modified), "dates are UTF-8");
    for (const auto& warning : facts.warnings) require(utf8::is_valid(warning), "warnings, too");
}

}  // namespace ingestd::fuzz
