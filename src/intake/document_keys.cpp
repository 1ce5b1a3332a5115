#include <unordered_map>
#include <unordered_set>

#include <ingestd/intake/document_keys.hpp>

namespace ingestd::intake {

std::vector<std::string> document_keys(const std::vector<NamedBytes>& documents) {
    std::unordered_set<std::string> taken;
    for (const auto& document : documents) {
        if (!document.id.empty()) taken.insert(document.id);
    }
    std::unordered_map<std::string, std::unordered_set<std::string>> hashes_of_name;
    std::vector<std::string> keys;
    keys.reserve(documents.size());
    for (const auto& document : documents) {
        if (!document.id.empty()) {
            keys.push_back(document.id);
            continue;
        }
        auto hash = document.sha256.hex();
        const bool is_new = hashes_of_name[document.filename].insert(hash).second;
        if (!is_new) {
            keys.emplace_back();
            continue;
        }
        const std::string name = document.filename.empty() ? std::move(hash) : document.filename;
        std::string key = name;
        for (unsigned n = 2; !taken.insert(key).second; ++n)
            key = name + " (" + std::to_string(n) + ")";
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace ingestd::intake
