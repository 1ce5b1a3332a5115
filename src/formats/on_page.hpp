// Blocks of a part that is read by another reader, as blocks of a page of the whole. Private to the
// room.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Passes blocks on alone: how far the whole is read, and where its pages end, its reader tells.
//   page  0: the whole has none
class OnPage final : public BlockSink {
public:
    OnPage(BlockSink& sink, std::uint32_t page) : sink_{sink}, page_{page} {}
    void add(Block block) override {
        block.page = page_;
        sink_.add(std::move(block));
    }
    void tell_part_read(double) override {}
    void end_page() override {}
    void begin_child(ChildName) override {}
    void add_child_bytes(std::string_view) override {}
    void end_child() override {}

private:
    BlockSink& sink_;
    std::uint32_t page_;
};

}  // namespace ingestd::formats
