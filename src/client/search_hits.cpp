#include <array>

#include <ingestd/client/errc.hpp>
#include <ingestd/client/search_hits.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::client {
namespace {

using Json = nlohmann::json;

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view not_bold = "\x1b[0m";

struct Replacement {
    std::string_view written;
    std::string_view text;
};
constexpr std::array entities = {
    Replacement{"&lt;", "<"},
    Replacement{"&gt;", ">"},
    Replacement{"&quot;", "\""},
    Replacement{"&#39;", "'"},
    Replacement{"&#x27;", "'"},
    Replacement{"&amp;", "&"},
};

std::string unescaped(std::string_view html) {
    std::string text;
    while (!html.empty()) {
        const auto* entity = std::ranges::find_if(entities, [&](const Replacement& candidate) {
            return html.starts_with(candidate.written);
        });
        const bool is_entity = entity != entities.end();
        text += is_entity ? entity->text : html.substr(0, 1);
        html.remove_prefix(is_entity ? entity->written.size() : 1);
    }
    return text;
}

std::string one_line(std::string_view snippet) {
    std::string out;
    for (const char c : snippet) {
        const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string text_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string headings_of(const Json& hit) {
    std::string path;
    const auto headings = hit.find("headings");
    if (headings == hit.end() || !headings->is_array()) return path;
    for (const auto& heading : *headings) {
        if (!heading.is_string()) continue;
        path += (path.empty() ? "" : " › ") + harmless_line(heading.get<std::string>());
    }
    return path;
}

// What stands before or behind a hit, on one line.
std::string beside(const Json& hit, const char* side) {
    const auto chunks = hit.find(side);
    if (chunks == hit.end() || !chunks->is_array() || chunks->empty()) return {};
    std::string text;
    for (const auto& chunk : *chunks) {
        if (chunk.is_object()) text += text_at(chunk, "text");
    }
    return "   " + harmless(one_line(text)) + '\n';
}

std::string render_hit(std::size_t number, const Json& hit, Emphasis emphasis) {
    auto name = text_at(hit, "filename");
    if (name.empty()) name = text_at(hit, "document_id");
    auto text = std::to_string(number) + ". " + harmless_line(name);
    const auto page = hit.find("page");
    if (page != hit.end() && page->is_number_unsigned() && *page != 0u) {
        text += ", page " + std::to_string(page->get<std::uint64_t>());
    }
    if (const auto headings = headings_of(hit); !headings.empty()) text += "  " + headings;
    return text + '\n' + beside(hit, "before") + "   " +
           snippet_text(text_at(hit, "snippet"), emphasis) + '\n' + beside(hit, "after");
}

std::string others_of(const Json& group) {
    const auto others = group.find("others");
    if (others == group.end() || !others->is_number_unsigned() || *others == 0u) return {};
    const auto count = others->get<std::uint64_t>();
    return "   and " + std::to_string(count) +
           (count == 1 ? " more passage\n" : " more passages\n");
}

// One entry a document: its best hit, and how many more there are.
std::string render_groups(const Json& groups, Emphasis emphasis) {
    std::string text;
    std::size_t number = 0;
    for (const auto& group : groups) {
        if (!group.is_object()) continue;
        const auto hits = group.find("hits");
        if (hits == group.end() || !hits->is_array() || hits->empty()) continue;
        const auto& best = hits->front();
        if (best.is_object())
            text += render_hit(++number, best, emphasis) + others_of(group) + '\n';
    }
    return text;
}

}  // namespace

std::string snippet_text(std::string_view snippet, Emphasis emphasis) {
    constexpr std::string_view begin = "<mark>";
    constexpr std::string_view end = "</mark>";
    const auto line = one_line(snippet);
    std::string_view left = line;
    std::string out;
    bool is_marked = false;
    // What stands between two tags is made harmless after unescaping, so that nothing escaped gets
    // by.
    while (!left.empty()) {
        const auto tag = is_marked ? end : begin;
        const auto at = left.find(tag);
        const auto text = harmless(unescaped(left.substr(0, at)));
        out += is_marked && emphasis == Emphasis::bold
                   ? std::string{bold} + text + std::string{not_bold}
                   : text;
        if (at == std::string_view::npos) break;
        left.remove_prefix(at + tag.size());
        is_marked = !is_marked;
    }
    return out;
}

Result<std::string> render_hits(std::string_view json, Emphasis emphasis) {
    const auto answer = Json::parse(json, nullptr, false);
    const auto listed = [&](const char* name) {
        return answer.is_object() && answer.contains(name) && answer[name].is_array();
    };
    if (listed("groups")) return render_groups(answer["groups"], emphasis);
    if (!listed("hits")) return Error{Errc::bad_answer, "the server did not answer with hits"};
    std::string text;
    std::size_t number = 0;
    for (const auto& hit : answer["hits"]) {
        if (hit.is_object()) text += render_hit(++number, hit, emphasis) + '\n';
    }
    return text;
}

}  // namespace ingestd::client
