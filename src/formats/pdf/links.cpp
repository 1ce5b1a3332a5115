#include "links.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include <ingestd/base/utf8.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t target_bytes_max = 500;  // what is longer was made for programs

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

bool drop_prefix(std::string_view& text, std::string_view prefix) {
    if (!lower(text.substr(0, prefix.size())).starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// "%C3%A4" as the letter that it stands for.
std::string without_percents(std::string_view uri) {
    std::string text;
    for (std::size_t at = 0; at < uri.size(); ++at) {
        unsigned char byte = 0;
        const auto* const digits = uri.data() + at + 1;
        if (uri[at] == '%' && uri.size() - at > 2 &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            text += static_cast<char>(byte);
            at += 2;
        } else {
            text += uri[at];
        }
    }
    return text;
}

// What people write of an address: "Example.org" for "https://www.example.org/".
std::string as_written(std::string_view target) {
    if (!drop_prefix(target, "https://")) drop_prefix(target, "http://");
    drop_prefix(target, "www.");
    while (target.ends_with('/')) target.remove_suffix(1);
    return lower(without_percents(target));
}

// The words from the first of one link to its last.
struct Run {
    int link = no_link;
    std::string words;  // without blanks: an address may be parted at a line's end
    PdfLine* line = nullptr;
    PdfWord* last = nullptr;
};

class Settling {
public:
    explicit Settling(PdfPage& page) : page_{page}, was_told_(page.targets.size()) {}

    void settle() {
        for (auto& line : page_.lines) {
            for (auto& word : line.words) {
                const int link = std::exchange(word.link, no_link);
                if (link != run_.link) end_run();
                if (link == no_link) continue;
                run_.link = link;
                run_.words += word.text;
                run_.line = &line;
                run_.last = &word;
            }
        }
        end_run();
    }

private:
    void end_run() {
        const auto run = std::exchange(run_, Run{});
        if (run.link == no_link) return;
        const auto index = static_cast<std::size_t>(run.link);
        const auto& target = page_.targets[index];
        const auto said = lower(without_percents(run.words)).find(as_written(target));
        if (was_told_[index] || said != std::string::npos) return;
        was_told_[index] = true;
        run.line->targets.push_back(target);
        run.last->link = run.link;
    }

    PdfPage& page_;
    std::vector<bool> was_told_;
    Run run_;
};

}  // namespace

std::string told_target(std::string_view uri) {
    const auto is_unfit = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == 0x7F || c == '<' || c == '>' ||
               c == '"';
    };
    if (uri.size() > target_bytes_max || std::any_of(uri.begin(), uri.end(), is_unfit)) return {};
    auto rest = uri;
    if (drop_prefix(rest, "mailto:")) {
        const auto address = rest.substr(0, rest.find('?'));
        return address.find('@') == address.npos ? "" : utf8::repair(address);
    }
    if (!drop_prefix(rest, "https://") && !drop_prefix(rest, "http://")) return {};
    return rest.empty() ? "" : utf8::repair(uri);
}

void settle_links(PdfPage& page) {
    if (!page.targets.empty()) Settling{page}.settle();
}

std::string with_targets(std::string_view text, const std::vector<std::string>& targets) {
    std::string told{text};
    for (const auto& target : targets) {
        told += (&target == &targets.front() ? " (" : ", ") + target;
    }
    return targets.empty() ? told : told + ")";
}

}  // namespace ingestd::formats
