#include "neighbours.hpp"

#include <algorithm>

#include <ingestd_sql/index.hpp>

namespace ingestd::index {
namespace {

// Leaves what of it stands at `begin` of the document's text or behind.
void drop_until(Neighbour& neighbour, std::uint64_t begin) {
    if (begin <= neighbour.range.begin) return;
    const auto dropped = std::min(begin - neighbour.range.begin, neighbour.range.size());
    neighbour.text.erase(0, dropped);
    neighbour.range.begin += dropped;
}

void drop_from(Neighbour& neighbour, std::uint64_t end) {
    if (end >= neighbour.range.end) return;
    neighbour.range.end = std::max(end, neighbour.range.begin);
    neighbour.text.resize(neighbour.range.size());
}

}  // namespace

void add_neighbours(
    sqlite::Connection& connection, DocumentRow document, std::uint32_t reach, Hit& hit
) {
    const auto& chunk = hit.stored.chunk;
    auto list = connection.query(sql::list_neighbours);
    list.bind(":document", document);
    list.bind(":first", chunk.position - std::min<std::uint64_t>(reach, chunk.position));
    list.bind(":last", chunk.position + reach);
    while (list.step()) {
        const auto position = list.integer<std::uint64_t>(0);
        if (position == chunk.position) continue;
        auto& side = position < chunk.position ? hit.before : hit.after;
        side.push_back(
            {.id = chunk_id(hit.stored.document, position),
             .position = position,
             .range = {list.integer<std::uint64_t>(1), list.integer<std::uint64_t>(2)},
             .page = list.integer<std::uint32_t>(3),
             .page_end = list.integer<std::uint32_t>(4),
             .text = list.string(5)}
        );
    }
    auto begin = chunk.range.begin;
    for (auto nearer = hit.before.rbegin(); nearer != hit.before.rend(); ++nearer) {
        drop_from(*nearer, begin);
        begin = std::min(begin, nearer->range.begin);
    }
    auto end = chunk.range.end;
    for (auto& further : hit.after) {
        drop_until(further, end);
        end = std::max(end, further.range.end);
    }
}

}  // namespace ingestd::index
