#include <ingestd/client/sync_plan.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

using Names = std::vector<std::string>;

const SyncRules rules{"sync:docs"};

LocalDocument file(std::string name, std::string_view content) {
    return {std::move(name), {sha256(content), content.size()}};
}

RemoteDocument brought(std::string key, std::string_view content) {
    return {"id of " + key, key, sha256(content), "sync:docs"};
}

RemoteDocument of_others(std::string key, std::string_view content, std::string source = "") {
    return {"id of " + key, key, sha256(content), std::move(source)};
}

// "+name" new, "~name" changed, "-name" removed, "?name" somebody else's.
Names in_short(const LocalFolder& local, const SyncPlan& plan) {
    Names names;
    for (const auto& [index, change] : plan.to_send)
        names.push_back((change == Change::added ? "+" : "~") + local.documents.at(index).name);
    for (const auto& document : plan.to_remove) names.push_back("-" + document.key);
    for (const auto& name : plan.foreign) names.push_back("?" + name);
    return names;
}

struct Case {
    std::string what;
    std::vector<LocalDocument> local;
    std::vector<RemoteDocument> remote;
    Names planned;
    std::size_t unchanged;
};

const std::vector<Case> cases{
    {"nothing on either side", {}, {}, {}, 0},
    {"a new file is sent", {file("a", "1")}, {}, {"+a"}, 0},
    {"the same bytes are left alone", {file("a", "1")}, {brought("a", "1")}, {}, 1},
    {"other bytes are sent", {file("a", "2")}, {brought("a", "1")}, {"~a"}, 0},
    {"bytes whose hash is not known are sent",
     {file("a", "1")},
     {{"id", "a", std::nullopt, "sync:docs"}},
     {"~a"},
     0},
    {"what is gone is removed",
     {file("a", "1")},
     {brought("a", "1"), brought("b", "2")},
     {"-b"},
     1},
    {"a renamed file is sent and removed", {file("b", "1")}, {brought("a", "1")}, {"+b", "-a"}, 0},
    {"nobody else's document is removed", {}, {of_others("a", "1"), of_others("b", "2")}, {}, 0},
    {"another folder's neither", {}, {of_others("a", "1", "sync:docs2")}, {}, 0},
    {"somebody else's of the same name is told",
     {file("a", "2")},
     {of_others("a", "1")},
     {"?a"},
     0},
    {"also where it has the same bytes", {file("a", "1")}, {of_others("a", "1")}, {"?a"}, 0},
};

TEST_CASE("a folder against a collection gives what there is to do", "[sync plan]") {
    for (const auto& given : cases) {
        CAPTURE(given.what);
        const LocalFolder local{given.local, {}};

        const auto plan = plan_sync(local, given.remote, rules);

        CHECK(in_short(local, plan) == given.planned);
        CHECK(plan.unchanged.size() == given.unchanged);
    }
}

TEST_CASE("taking over replaces somebody else's document of the same name", "[sync plan]") {
    const LocalFolder local{{file("a", "1"), file("b", "2")}, {}};
    const SyncRules taking_over{.source = "sync:docs", .takes_over = true};

    const auto plan = plan_sync(
        local, {of_others("a", "1"), of_others("c", "3"), brought("b", "2")}, taking_over
    );

    CHECK(in_short(local, plan) == Names{"~a"});
    CHECK(plan.unchanged == std::vector<std::size_t>{1});
}

TEST_CASE("what could not be read is not taken for gone", "[sync plan]") {
    const LocalFolder local{{file("docs/a", "1")}, {"docs/sub", "docs/b"}};
    const std::vector<RemoteDocument> remote{
        brought("docs/a", "1"),
        brought("docs/b", "2"),
        brought("docs/sub/x/y", "3"),
        brought("docs/sub2", "4"),
        brought("docs/c", "5")};

    const auto plan = plan_sync(local, remote, rules);

    CHECK(in_short(local, plan) == Names{"-docs/sub2", "-docs/c"});
}

TEST_CASE("of a folder that cannot be read at all nothing is removed", "[sync plan]") {
    const LocalFolder local{{}, {"docs"}};
    const auto plan = plan_sync(local, {brought("docs/a", "1"), brought("docs/s/b", "2")}, rules);
    CHECK(plan.to_remove.empty());
    CHECK_FALSE(needs_consent(plan, local));
}

// So many that were brought, of which so many are gone.
SyncPlan loss(std::size_t all, std::size_t gone, LocalFolder& local) {
    std::vector<RemoteDocument> remote;
    for (std::size_t i = 0; i < all; ++i) {
        const auto name = std::to_string(i);
        remote.push_back(brought(name, name));
        if (i >= gone) local.documents.push_back(file(name, name));
    }
    return plan_sync(local, remote, rules);
}

TEST_CASE("a person has to agree where more than half would go, or all", "[sync plan]") {
    const auto [all, gone, needs] = GENERATE(table<std::size_t, std::size_t, bool>({
        {0, 0, false},
        {1, 0, false},
        {1, 1, true},
        {2, 1, false},
        {3, 2, true},
        {10, 5, false},
        {10, 6, true},
        {10, 10, true},
    }));
    CAPTURE(all, gone);
    LocalFolder local;
    const auto plan = loss(all, gone, local);
    CHECK(plan.brought == all);
    CHECK(needs_consent(plan, local) == needs);
}

TEST_CASE("documents of others do not count when half is reckoned", "[sync plan]") {
    LocalFolder local{{file("a", "1")}, {}};
    std::vector<RemoteDocument> remote{brought("a", "1"), brought("b", "2"), brought("c", "3")};
    for (const auto* key : {"x", "y", "z", "u", "v"}) remote.push_back(of_others(key, key));
    CHECK(needs_consent(plan_sync(local, remote, rules), local));
}

TEST_CASE("moving a whole folder loses nothing", "[sync plan]") {
    const LocalFolder local{{file("new/a", "1"), file("new/b", "2")}, {}};
    const auto plan = plan_sync(local, {brought("old/a", "1"), brought("old/b", "2")}, rules);
    CHECK(in_short(local, plan) == Names{"+new/a", "+new/b", "-old/a", "-old/b"});
    CHECK_FALSE(needs_consent(plan, local));
}

}  // namespace
}  // namespace ingestd::client
