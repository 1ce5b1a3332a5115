#include <algorithm>

#include <ingestd/app/block_printer.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view cell_gap = " | ";  // as readers join the cells of a row

class TextPrinter final : public BlockPrinter {
public:
    std::string block(const Block& block) override {
        std::string out{is_first_ ? "" : separator_text(block.before)};
        is_first_ = false;
        return out += block.text;
    }
    std::string announce(std::string_view name) override {
        return "\n==> " + std::string{name} + " <==\n";
    }
    std::string end(const DocumentFacts&) override { return is_first_ ? "" : "\n"; }

private:
    bool is_first_ = true;
};

// Ends no comment before its end.
std::string within_comment(std::string_view text) {
    std::string inside;
    for (const char c : text) inside += c == '>' || c == '<' ? '_' : c;
    return inside;
}

std::size_t cells_of(std::string_view row) {
    std::size_t cells = 1;
    for (auto at = row.find(cell_gap); at != row.npos; at = row.find(cell_gap, at + 1)) ++cells;
    return cells;
}

// A fence longer than any in the code itself.
std::string fence_for(std::string_view code) {
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : code) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(longest + 1, '`');
}

class MarkdownPrinter final : public BlockPrinter {
public:
    std::string block(const Block& block) override {
        const bool goes_on = last_ == block.kind && block.before == Separator::none;
        const bool is_next = last_ == block.kind && block.before == Separator::line;
        const bool begins_table = block.kind == BlockKind::table_row && !is_next && !goes_on;
        std::string out{is_first_ || goes_on ? "" : is_next ? "\n" : "\n\n"};
        is_first_ = false;
        last_ = block.kind;
        out += goes_on ? block.text : marked(block);
        // A table of Markdown has a head, also where the document's has none.
        if (begins_table) out += '\n' + rule(cells_of(block.text));
        return out;
    }
    std::string announce(std::string_view name) override {
        return "\n<!-- " + within_comment(name) + " -->\n\n";
    }
    std::string end(const DocumentFacts&) override { return is_first_ ? "" : "\n"; }

private:
    static std::string marked(const Block& block) {
        switch (block.kind) {
            case BlockKind::heading:
                return std::string(std::clamp<std::size_t>(block.level, 1, 6), '#') + ' ' +
                       block.text;
            case BlockKind::list_item:
                return "- " + block.text;
            case BlockKind::table_row:
                return "| " + block.text + " |";
            case BlockKind::caption:
                return '*' + block.text + '*';
            case BlockKind::code: {
                const auto fence = fence_for(block.text);
                return fence + '\n' + block.text + '\n' + fence;
            }
            case BlockKind::paragraph:
                break;
        }
        return block.text;
    }
    static std::string rule(std::size_t cells) {
        std::string line = "|";
        for (std::size_t i = 0; i < cells; ++i) line += " --- |";
        return line;
    }

    bool is_first_ = true;
    BlockKind last_ = BlockKind::heading;
};

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class JsonPrinter final : public BlockPrinter {
public:
    std::string begin(std::string_view filename) override {
        return R"({"filename":)" + dump(filename) + R"(,"blocks":[)";
    }
    std::string block(const Block& block) override {
        Json json{{"kind", to_string(block.kind)}};
        if (block.kind == BlockKind::heading) json["level"] = block.level;
        if (block.is_table_header) json["is_header"] = true;
        json["page"] = block.page == 0 ? Json(nullptr) : Json(block.page);
        json["text"] = block.text;
        return (std::exchange(is_first_, false) ? "\n" : ",\n") + dump(json);
    }
    std::string end(const DocumentFacts& facts) override {
        const Json json{
            {"format", facts.format},
            {"title", facts.title},
            {"author", facts.author},
            {"language", facts.language},
            {"encoding", facts.encoding},
            {"created", facts.created},
            {"modified", facts.modified},
            {"pages", facts.pages},
            {"warnings", facts.warnings},
            {"error", nullptr}};
        return close(json);
    }
    std::string fail(const DocumentFailure& failure) override {
        return close(
            {{"error",
              {{"code", failure.code},
               {"detail", failure.detail},
               {"page", failure.page == 0 ? Json(nullptr) : Json(failure.page)}}}}
        );
    }

private:
    static std::string close(const Json& rest) { return "\n]," + dump(rest).substr(1) + '\n'; }

    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<BlockPrinter> make_block_printer(ExtractForm form) {
    switch (form) {
        case ExtractForm::markdown:
            return std::make_unique<MarkdownPrinter>();
        case ExtractForm::json:
            return std::make_unique<JsonPrinter>();
        case ExtractForm::text:
            break;
    }
    return std::make_unique<TextPrinter>();
}

}  // namespace ingestd::app
