#include "passages.hpp"

#include <algorithm>
#include <utility>

namespace ingestd::search {
namespace {

// On one line, however it was written.
std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool is_blank = static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
        if (!is_blank) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

bool touch(const Citation& a, const Citation& b) {
    return a.document_id == b.document_id && a.range.begin <= b.range.end &&
           b.range.begin <= a.range.end;
}

// REQUIRES: they touch, and `first` begins first.
void append(Passage& first, const Passage& second) {
    auto& citation = first.citation;
    for (const auto& id : second.citation.chunk_ids) {
        if (std::ranges::find(citation.chunk_ids, id) == citation.chunk_ids.end())
            citation.chunk_ids.push_back(id);
    }
    if (second.citation.range.end <= citation.range.end) return;
    first.text += second.text.substr(citation.range.end - second.citation.range.begin);
    citation.range.end = second.citation.range.end;
    citation.page_end = std::max(citation.page_end, second.citation.page_end);
}

void append(Passage& passage, const Neighbour& after) {
    passage.citation.chunk_ids.push_back(after.id);
    passage.citation.range.end = after.range.end;
    passage.citation.page_end = std::max(passage.citation.page_end, after.page_end);
    passage.text += after.text;
}

void prepend(Passage& passage, const Neighbour& before) {
    auto& citation = passage.citation;
    citation.chunk_ids.insert(citation.chunk_ids.begin(), before.id);
    citation.range.begin = before.range.begin;
    citation.page = before.page;
    passage.text.insert(0, before.text);
}

}  // namespace

Passage passage_of(const SearchHit& hit, Beside beside, const CountTokens& count) {
    Passage passage{
        .citation =
            {.chunk_ids = {hit.chunk_id},
             .document_id = hit.document_id,
             .filename = hit.filename,
             .title = hit.title,
             .page = hit.chunk.page,
             .page_end = hit.chunk.page_end,
             .headings = hit.chunk.headings,
             .range = hit.chunk.range},
        .text = hit.chunk.text};
    if (beside == Beside::all) {
        for (auto before = hit.before.rbegin(); before != hit.before.rend(); ++before) {
            if (before->range.end != passage.citation.range.begin) break;
            prepend(passage, *before);
        }
        for (const auto& after : hit.after) {
            if (after.range.begin != passage.citation.range.end) break;
            append(passage, after);
        }
    }
    passage.tokens = count(passage.text);
    return passage;
}

void join(std::vector<Passage>& passages, Passage added, const CountTokens& count) {
    std::size_t place = passages.size();
    for (std::size_t i = passages.size(); i-- > 0;) {
        if (!touch(passages[i].citation, added.citation)) continue;
        auto known = std::move(passages[i]);
        passages.erase(passages.begin() + static_cast<std::ptrdiff_t>(i));
        if (known.citation.range.begin < added.citation.range.begin) std::swap(added, known);
        append(added, known);
        added.tokens = count(added.text);
        place = i;
    }
    passages.insert(passages.begin() + static_cast<std::ptrdiff_t>(place), std::move(added));
}

std::string heading_of(const Passage& passage, std::size_t number) {
    const auto& citation = passage.citation;
    const auto title = in_one_line(citation.title.empty() ? citation.filename : citation.title);
    auto line = '[' + std::to_string(number) + "] " + title;
    if (citation.page > 0 && citation.page_end > citation.page) {
        line +=
            ", pages " + std::to_string(citation.page) + '-' + std::to_string(citation.page_end);
    } else if (citation.page > 0) {
        line += ", page " + std::to_string(citation.page);
    }
    std::string path;
    for (const auto& heading : citation.headings) {
        const auto shown = in_one_line(heading);
        if (shown.empty() || (path.empty() && shown == title)) continue;  // said already
        (path += path.empty() ? ", " : " > ") += shown;
    }
    return line + path + '\n';
}

}  // namespace ingestd::search
