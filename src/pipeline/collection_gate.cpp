#include <algorithm>

#include <ingestd/pipeline/collection_gate.hpp>

namespace ingestd::pipeline {

bool CollectionGate::may_enter(const Line& line, Access access) {
    if (line.inside.empty()) return true;
    return access == Access::shared && line.inside.front().access == Access::shared;
}

bool CollectionGate::enter(const std::string& collection, const UploadId& upload, Access access) {
    auto& line = lines_[collection];
    if (!line.waiting.empty() || !may_enter(line, access)) {
        line.waiting.push_back({upload, access});
        return false;
    }
    line.inside.push_back({upload, access});
    return true;
}

std::vector<UploadId> CollectionGate::waited_for(
    const std::string& collection, const UploadId& upload
) const {
    const auto found = lines_.find(collection);
    if (found == lines_.end()) return {};
    const auto& line = found->second;
    const auto place = std::ranges::find(line.waiting, upload, &Place::upload);
    if (place == line.waiting.end()) return {};
    std::vector<UploadId> before;
    for (const auto& inside : line.inside) before.push_back(inside.upload);
    for (auto ahead = line.waiting.begin(); ahead != place; ++ahead) {
        // Those that will be in together with it do not keep it out.
        const bool are_shared = ahead->access == Access::shared && place->access == Access::shared;
        if (!are_shared) before.push_back(ahead->upload);
    }
    return before;
}

std::vector<UploadId> CollectionGate::leave(const std::string& collection, const UploadId& upload) {
    const auto found = lines_.find(collection);
    if (found == lines_.end()) return {};
    auto& line = found->second;
    const auto is_it = [&](const Place& place) { return place.upload == upload; };
    std::erase_if(line.inside, is_it);
    std::erase_if(line.waiting, is_it);

    std::vector<UploadId> entered;
    while (!line.waiting.empty() && may_enter(line, line.waiting.front().access)) {
        entered.push_back(line.waiting.front().upload);
        line.inside.push_back(line.waiting.front());
        line.waiting.pop_front();
    }
    if (line.inside.empty()) lines_.erase(found);
    return entered;
}

}  // namespace ingestd::pipeline
