#include <algorithm>
#include <iterator>

#include <ingestd/pipeline/collection_gate.hpp>

namespace ingestd::pipeline {

bool CollectionGate::may_enter(const Line& line, Access access) {
    if (line.inside.empty()) return true;
    return access == Access::shared && line.inside.begin()->second.access == Access::shared &&
           line.inside.size() < shared_inside_max;
}

bool CollectionGate::enter(const std::string& collection, const UploadId& upload, Access access) {
    auto& line = lines_[collection];
    const auto ticket = next_ticket_++;
    line.tickets.insert_or_assign(upload, ticket);
    if (line.waiting.empty() && may_enter(line, access)) {
        line.inside.emplace(ticket, Place{upload, access});
        return true;
    }
    line.waiting.emplace(ticket, Place{upload, access, line.next_number++});
    if (access == Access::exclusive) line.waiting_exclusively.emplace(ticket, upload);
    return false;
}

// 0: it waits for others' end, whatever room there is.
std::size_t CollectionGate::place_for_room(
    const Line& line, std::map<Ticket, Place>::const_iterator at
) {
    const auto& exclusive = line.waiting_exclusively;
    const bool is_after_exclusive = line.inside.begin()->second.access == Access::exclusive ||
                                    (!exclusive.empty() && exclusive.begin()->first <= at->first);
    if (is_after_exclusive) return 0;
    const auto number = at->second.number;
    const auto gone = std::ranges::lower_bound(line.gone, number) - line.gone.begin();
    return number - line.waiting.begin()->second.number + 1 - static_cast<std::size_t>(gone);
}

CollectionGate::Ahead CollectionGate::waited_for(
    const std::string& collection, const UploadId& upload
) const {
    const auto found = lines_.find(collection);
    if (found == lines_.end()) return {};
    const auto& line = found->second;
    const auto ticket = line.tickets.find(upload);
    if (ticket == line.tickets.end()) return {};
    const auto place = line.waiting.find(ticket->second);
    if (place == line.waiting.end()) return {};
    if (const auto room = place_for_room(line, place); room > 0)
        return {.first = {}, .place = room};
    Ahead ahead{.first = line.inside.begin()->second.upload, .count = line.inside.size()};
    // Those that will be in together with it do not keep it out.
    const auto& exclusive = line.waiting_exclusively;
    ahead.count += static_cast<std::size_t>(
        place->second.access == Access::shared
            ? std::distance(exclusive.begin(), exclusive.lower_bound(place->first))
            : std::distance(line.waiting.begin(), place)
    );
    return ahead;
}

void CollectionGate::stop_waiting(Line& line, Ticket ticket) {
    const auto place = line.waiting.find(ticket);
    if (place == line.waiting.end()) return;
    const auto number = place->second.number;
    line.gone.insert(std::ranges::lower_bound(line.gone, number), number);
    line.waiting_exclusively.erase(ticket);
    line.waiting.erase(place);
}

std::vector<UploadId> CollectionGate::leave(const std::string& collection, const UploadId& upload) {
    const auto found = lines_.find(collection);
    if (found == lines_.end()) return {};
    auto& line = found->second;
    if (const auto ticket = line.tickets.find(upload); ticket != line.tickets.end()) {
        line.inside.erase(ticket->second);
        stop_waiting(line, ticket->second);
        line.tickets.erase(ticket);
    }
    std::vector<UploadId> entered;
    while (!line.waiting.empty() && may_enter(line, line.waiting.begin()->second.access)) {
        auto first = line.waiting.extract(line.waiting.begin());
        line.waiting_exclusively.erase(first.key());
        entered.push_back(first.mapped().upload);
        line.inside.insert(std::move(first));
    }
    const auto first =
        line.waiting.empty() ? line.next_number : line.waiting.begin()->second.number;
    line.gone.erase(line.gone.begin(), std::ranges::lower_bound(line.gone, first));
    if (line.inside.empty()) lines_.erase(found);
    return entered;
}

}  // namespace ingestd::pipeline
