// What a reader gave, for looking at it.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::test {

// A block in short: "h1 Title", "p text", "li item", "tr a | b", "th a | b", "code x", "caption x";
// a leading "+" or "-" tells that it goes on without, or after one line end.
inline std::string in_short(const Block& block) {
    static const std::vector<std::string> words{"h", "p", "li", "tr", "code", "caption"};
    auto word = block.is_table_header ? "th" : words.at(static_cast<std::size_t>(block.kind));
    if (block.kind == BlockKind::heading) word += std::to_string(block.level);
    const char* lead = block.before == Separator::none   ? "+"
                       : block.before == Separator::line ? "-"
                                                         : "";
    return lead + word + " " + block.text;
}

// A document that was found inside of the one that was read.
struct Child {
    std::string name;
    std::string content_type;
    std::string bytes;
    bool is_whole = false;

    friend bool operator==(const Child&, const Child&) = default;
};

struct Gathered final : formats::BlockSink {
    std::vector<Block> blocks;
    std::vector<Child> children;
    std::vector<double> parts_read;
    int pages_ended = 0;
    formats::Outcome outcome;

    void add(Block block) override { blocks.push_back(std::move(block)); }
    void tell_part_read(double part_read) override { parts_read.push_back(part_read); }
    void end_page() override { ++pages_ended; }
    void begin_child(formats::ChildName child) override {
        children.push_back({std::move(child.name), std::move(child.content_type), "", false});
    }
    void add_child_bytes(std::string_view bytes) override { children.back().bytes += bytes; }
    void end_child() override { children.back().is_whole = true; }

    std::vector<std::string> in_short() const {
        std::vector<std::string> all;
        std::transform(blocks.begin(), blocks.end(), std::back_inserter(all), test::in_short);
        return all;
    }
    DocumentFacts facts() const {
        const auto* facts = std::get_if<DocumentFacts>(&outcome);
        return facts != nullptr ? *facts : DocumentFacts{};
    }
    std::string failure() const {
        const auto* failure = std::get_if<DocumentFailure>(&outcome);
        return failure != nullptr ? failure->code : "";
    }
    std::string detail() const {
        const auto* failure = std::get_if<DocumentFailure>(&outcome);
        return failure != nullptr ? failure->detail : "";
    }
};

// Calls `read(sink)` and keeps all it gives.
template <class Read>
Gathered gather(Read read) {
    Gathered gathered;
    gathered.outcome = read(gathered);
    return gathered;
}

}  // namespace ingestd::test
