#include "rst_inline.hpp"

#include <algorithm>
#include <cctype>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

constexpr std::string_view open_before = " \n\t'\"([{<-/:";
constexpr std::string_view close_after = " \n\t'\")]}>-/\\.,:;!?_";
constexpr std::size_t marked_max = 4096;  // longer, it was no markup; keeps the work in proportion

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

// Where `mark` closes what it opened. What is known to hold no closing mark is not searched again.
class ClosingMark {
public:
    explicit ClosingMark(std::string_view mark) : mark_{mark} {}

    //   from  behind the opening mark
    std::size_t find(std::string_view text, std::size_t from) {
        const auto window = text.substr(0, std::min(text.size(), from + marked_max));
        if (from >= window.size() || is_space(window[from])) return text.npos;
        auto at = window.find(mark_, std::max(from + 1, none_before_));
        while (at != window.npos && !closes(text, at)) at = window.find(mark_, at + 1);
        none_before_ =
            at == window.npos ? window.size() - std::min(window.size(), mark_.size()) : at;
        return at;
    }
    std::string_view mark() const { return mark_; }

private:
    bool closes(std::string_view text, std::size_t at) const {
        const auto behind = at + mark_.size();
        const bool is_followed = behind == text.size() ||
                                 close_after.find(text[behind]) != close_after.npos ||
                                 static_cast<unsigned char>(text[behind]) >= 0x80;
        const char before = text[at - 1];
        const bool is_escaped = before == '\\' && mark_ != "``";
        return is_followed && !is_escaped && !is_space(before);
    }

    std::string_view mark_;
    std::size_t none_before_ = 0;
};

// The length of ":role:" in front of a backquote; 0: none.
std::size_t role_length(std::string_view text) {
    if (!text.starts_with(':')) return 0;
    const auto end = text.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+:", 1
    );
    if (end == text.npos || text[end] != '`' || text[end - 1] != ':' || end < 3) return 0;
    return end;
}

// "text <target>" and Sphinx's "~package.name": what a reader sees.
std::string_view shown(std::string_view text) {
    if (text.ends_with('>')) {
        const auto target = text.rfind('<');
        if (target != text.npos && target > 0) return trimmed(text.substr(0, target));
    }
    if (text.starts_with('~')) {
        const auto dot = text.rfind('.');
        return text.substr(dot == text.npos ? 1 : dot + 1);
    }
    return text;
}

class RstInline {
public:
    explicit RstInline(std::string_view text) : text_{text} {}

    std::string read() {
        while (at_ < text_.size()) {
            if (!take_escape() && !take_marked()) out_ += text_[at_++];
        }
        return std::move(out_);
    }

private:
    bool take_escape() {
        if (text_[at_] != '\\' || at_ + 1 >= text_.size()) return false;
        ++at_;
        // A backslash before white space takes it away.
        if (!is_space(text_[at_])) out_ += text_[at_];
        ++at_;
        return true;
    }

    bool take_marked() {
        const char c = text_[at_];
        if (std::string_view{"*`|:["}.find(c) == std::string_view::npos) return false;
        const char before = at_ == 0 ? ' ' : text_[at_ - 1];
        if (open_before.find(before) == open_before.npos &&
            static_cast<unsigned char>(before) < 0x80)
            return false;
        const auto rest = text_.substr(at_);
        if (c == '[') return take_footnote();
        if (c == '|') return take(bar_);
        if (rest.starts_with("``")) return take(literal_);
        if (rest.starts_with("**")) return take(strong_);
        if (c == '*') return take(emphasis_);
        const auto role = role_length(rest.substr(0, 100));
        if (c == ':' && role == 0) return false;
        at_ += role;
        if (take(reference_)) return true;
        at_ -= role;
        return false;
    }

    bool take(ClosingMark& closing) {
        const auto from = at_ + closing.mark().size();
        const auto close = closing.find(text_, from);
        if (close == text_.npos) return false;
        const auto inside = text_.substr(from, close - from);
        out_ += &closing == &reference_ ? shown(inside) : inside;
        at_ = close + closing.mark().size();
        if (&closing == &reference_ || &closing == &bar_) skip_underscores();
        return true;
    }

    // "[1]_", "[#name]_"
    bool take_footnote() {
        const auto close = text_.substr(0, at_ + 100).find(']', at_);
        if (close == text_.npos || close + 1 >= text_.size() || text_[close + 1] != '_')
            return false;
        out_ += text_.substr(at_, close + 1 - at_);
        at_ = close + 2;
        return true;
    }

    void skip_underscores() {
        for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == '_'; ++i) ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string out_;
    ClosingMark literal_{"``"}, strong_{"**"}, emphasis_{"*"}, reference_{"`"}, bar_{"|"};
};

}  // namespace

std::string without_rst_markup(std::string_view text) {
    return RstInline{text}.read();
}

}  // namespace ingestd::formats
