#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/source.hpp>

#include "block_writer.hpp"
#include "source_line.hpp"
#include "source_rules.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t step_bytes = 64_KiB;  // decoded at a time
constexpr std::size_t containers_max = 64;  // within each other
constexpr std::size_t no_indentation = std::numeric_limits<std::size_t>::max();

// A class, a namespace: what stands directly inside of it has the least indentation met there.
struct Container {
    std::size_t indentation = 0;
    std::size_t inside = no_indentation;
};

// Lines in, blocks out. All of the text is in them: they follow each other by one line end.
class SourceBlocks {
public:
    SourceBlocks(const SourceRules& rules, BlockWriter& writer) : rules_{rules}, writer_{writer} {}

    //   line  with its line end; only the last may have none
    void take(std::string_view line) {
        const auto text = trimmed(line);
        const auto kind = is_in_comment_ ? SourceLineKind::comment : kind_of_line(text, rules_);
        follow_comment(text);
        if (kind == SourceLineKind::blank) {
            take_blank(line);
        } else {
            take_inked(line, kind, indentation_of(line));
        }
        if (block_.size() + lead_.size() > block_text_max) end_block(lead_);
    }

    void finish() {
        block_ += std::exchange(lead_, {});
        end_block(lead_);
    }

private:
    void follow_comment(std::string_view text) {
        if (rules_.block_comment.empty()) return;
        auto from = std::size_t{0};
        if (!is_in_comment_) {
            // In the middle of a line it may as well stand in a string.
            if (!text.starts_with(rules_.block_comment)) return;
            from = rules_.block_comment.size();
            is_block_comment_line_ = true;
        }
        is_in_comment_ = text.find(rules_.block_comment_end, from) == text.npos;
    }

    void count_brackets(std::string_view text) {
        if (open_brackets_ == 0 && !text.starts_with('@') && !text.starts_with('[')) return;
        for (const char c : text) {
            if (c == '(' || c == '[') ++open_brackets_;
            if (c == ')' || c == ']') open_brackets_ = std::max(0, open_brackets_ - 1);
        }
    }

    void take_blank(std::string_view line) {
        open_brackets_ = 0;
        block_ += std::exchange(lead_, {});
        block_ += line;
        is_behind_blank_ = true;
    }

    void take_inked(std::string_view line, SourceLineKind kind, std::size_t indentation) {
        if (std::exchange(is_block_comment_line_, false)) kind = SourceLineKind::comment;
        // A decorator's arguments may go on over lines.
        if (kind == SourceLineKind::comment || open_brackets_ > 0) {
            count_brackets(trimmed(line));
            lead_ += line;
            return;
        }
        const bool is_outermost = enter(indentation, kind);
        const bool may_define =
            !rules_.ends_statements || is_behind_blank_ || last_character_ == ';';
        last_character_ = trimmed(line).back();
        const bool defines =
            may_define && (kind == SourceLineKind::definition || kind == SourceLineKind::container);
        const bool begins_other = kind == SourceLineKind::other && indentation == 0 &&
                                  is_behind_blank_ && has_body_ && !line.starts_with('#');
        if ((defines && is_outermost) || begins_other) {
            end_block(lead_);
            has_body_ = false;
        }
        if (kind == SourceLineKind::container && is_outermost &&
            containers_.size() < containers_max) {
            containers_.push_back({indentation, no_indentation});
        }
        has_body_ = has_body_ || indentation > 0 || (defines && is_outermost);
        is_behind_blank_ = false;
        block_ += std::exchange(lead_, {});
        block_ += line;
    }

    // Leaves containers that have ended; whether the line stands directly inside of what is left.
    bool enter(std::size_t indentation, SourceLineKind kind) {
        if (kind != SourceLineKind::closing) {
            while (!containers_.empty() && indentation <= containers_.back().indentation) {
                containers_.pop_back();
            }
            if (!containers_.empty()) {
                auto& inside = containers_.back().inside;
                inside = std::min(inside, indentation);
            }
        }
        return indentation == (containers_.empty() ? 0 : containers_.back().inside);
    }

    // What comes next, `lead` first, is another block.
    void end_block(std::string& lead) {
        const bool ends_line = block_.ends_with('\n');
        if (ends_line) block_.pop_back();
        if (!block_.empty()) {
            writer_.code_as_it_stands(block_, before_);
            before_ = ends_line ? Separator::line : Separator::none;
        }
        block_ = std::exchange(lead, {});
    }

    const SourceRules& rules_;
    BlockWriter& writer_;
    std::string block_;
    std::string lead_;  // comments and the like that may belong to a definition
    int open_brackets_ = 0;
    char last_character_ = ';';  // of a line that is not blank
    Separator before_ = Separator::paragraph;
    std::vector<Container> containers_;
    bool is_in_comment_ = false;
    bool is_block_comment_line_ = false;
    bool is_behind_blank_ = false;
    bool has_body_ = false;  // the block holds a definition, or what is inside of one
};

}  // namespace

Outcome read_source(std::string_view content, std::string_view language, BlockSink& sink) {
    BlockWriter writer{sink};
    SourceBlocks blocks{rules_of(language), writer};
    charset::DetectingDecoder decoder;
    std::string text;  // decoded, and not taken yet: less than a line
    for (std::size_t taken = 0; taken < content.size();) {
        const auto step = content.substr(taken, step_bytes);
        taken += step.size();
        const bool is_last = taken == content.size();
        decoder.decode(step, is_last, text);
        std::string_view rest = text;
        while (!rest.empty()) {
            const auto end = rest.find('\n');
            const bool is_whole = end != rest.npos || is_last || rest.size() > block_text_max;
            if (!is_whole) break;
            const auto line = rest.substr(0, end == rest.npos ? end : end + 1);
            blocks.take(line);
            rest.remove_prefix(line.size());
        }
        text.erase(0, text.size() - rest.size());
        sink.tell_part_read(static_cast<double>(taken) / static_cast<double>(content.size()));
    }
    blocks.finish();
    if (!writer.wrote_text()) return no_text();

    Warnings warnings;
    warn_of_repairs(decoder.replaced(), decoder.left_out(), warnings);
    DocumentFacts facts;
    facts.format = language;
    facts.encoding = decoder.encoding();
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
