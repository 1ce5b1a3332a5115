#include <unordered_map>
#include <unordered_set>

#include <ingestd/client/sync_plan.hpp>

namespace ingestd::client {
namespace {

// Whether a name is, or stands below, one that could not be read.
class Unread {
public:
    explicit Unread(const std::vector<std::string>& names) : names_(names.begin(), names.end()) {}

    bool covers(std::string_view name) const {
        while (!names_.empty()) {
            if (names_.contains(name)) return true;
            const auto slash = name.rfind('/');
            if (slash == std::string_view::npos) break;
            name = name.substr(0, slash);
        }
        return false;
    }

private:
    std::unordered_set<std::string_view> names_;
};

}  // namespace

SyncPlan plan_sync(
    const LocalFolder& local, const std::vector<RemoteDocument>& remote, const SyncRules& rules
) {
    SyncPlan plan;
    std::unordered_map<std::string_view, const RemoteDocument*> by_key;
    for (const auto& document : remote) {
        by_key.emplace(document.key, &document);
        if (document.source == rules.source) ++plan.brought;
    }
    std::unordered_set<std::string_view> names;
    std::unordered_set<std::string> hashes;
    for (std::size_t i = 0; i < local.documents.size(); ++i) {
        const auto& [name, original] = local.documents[i];
        names.insert(name);
        hashes.insert(original.sha256.hex());
        const auto found = by_key.find(name);
        if (found == by_key.end()) {
            plan.to_send.push_back({i, Change::added});
            continue;
        }
        const auto& there = *found->second;
        const bool is_ours = there.source == rules.source;
        if (!is_ours && !rules.takes_over) {
            plan.foreign.push_back(name);
        } else if (is_ours && there.sha256 == original.sha256) {
            plan.unchanged.push_back(i);
        } else {
            plan.to_send.push_back({i, Change::changed});
        }
    }
    const Unread unread{local.unread};
    for (const auto& document : remote) {
        if (document.source != rules.source || names.contains(document.key) ||
            unread.covers(document.key)) {
            continue;
        }
        if (!document.sha256 || !hashes.contains(document.sha256->hex())) ++plan.lost;
        plan.to_remove.push_back(document);
    }
    return plan;
}

bool needs_consent(const SyncPlan& plan, const LocalFolder& local) {
    return plan.lost > 0 && (local.documents.empty() || plan.lost * 2 > plan.brought);
}

std::string source_mark(std::string_view name) {
    return "sync:" + std::string{name};
}

}  // namespace ingestd::client
