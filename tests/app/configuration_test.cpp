#include <map>

#include <ingestd/app/configuration.hpp>

#include "support/catch.hpp"

namespace ingestd::app {
namespace {

using namespace std::chrono_literals;

Environment environment(std::map<std::string, std::string> variables) {
    variables.emplace("HOME", "/home/ada");
    return
        [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            if (found == variables.end()) return std::nullopt;
            return found->second;
        };
}

Setting flag(std::string name, std::string value) {
    return {name, std::move(value), "--" + name};
}
Setting line(std::string name, std::string value) {
    return {name, std::move(value), "i.conf:1"};
}

TEST_CASE(
    "a flag beats the environment, which beats the file, which beats the default", "[configuration]"
) {
    struct Row {
        bool flag, variable, file;
        std::uint16_t port;
    };
    const auto row = GENERATE(
        Row{false, false, false, 8080},
        Row{false, false, true, 3},
        Row{false, true, false, 2},
        Row{false, true, true, 2},
        Row{true, false, false, 1},
        Row{true, false, true, 1},
        Row{true, true, false, 1},
        Row{true, true, true, 1}
    );
    Sources sources;
    if (row.flag) sources.flags.push_back(flag("port", "1"));
    sources.environment = row.variable ? environment({{"INGESTD_PORT", "2"}}) : environment({});
    if (row.file) sources.file.push_back(line("port", "3"));

    const auto resolved = resolve(sources);

    CHECK(resolved.configuration.http.port == row.port);
    CHECK(resolved.problems.empty());
}

TEST_CASE("every option takes back what it shows", "[configuration]") {
    for (const auto& option : options()) {
        CAPTURE(std::string{option.name});
        Configuration configuration;
        const auto shown = option.show(configuration);
        if (!shown.empty()) CHECK(option.set(configuration, shown) == std::nullopt);
        CHECK(option.show(configuration) == shown);
        CHECK_FALSE(option.help.empty());
        CHECK_FALSE(option.value_name.empty());
    }
}

TEST_CASE("every option is reached through each source by its one name", "[configuration]") {
    const std::map<std::string, std::string, std::less<>> samples = {
        {"ADDRESS", "::1"},
        {"PORT", "1"},
        {"DIR", "/d"},
        {"HOST", "a.example"},
        {"N", "7"},
        {"FILE", "/f"},
        {"SIZE", "2MiB"},
        {"DURATION", "40s"},
        {"LEVEL", "debug"},
        {"LANGUAGE", "deu"},
        {"NAME", "minilm"},
        {"NAME=KIND:PLACE", "minilm=onnx:/m"},
        {"NAME=webhook:URL", "summary=webhook:http://h"},
        {"URL", "http://a"},
        {"ORIGIN", "http://a.example"}};
    for (const auto& option : options()) {
        const std::string name{option.name};
        CAPTURE(name);
        const auto sample = samples.find(option.value_name);
        REQUIRE(sample != samples.end());

        const auto by_flag =
            resolve({{flag(name, sample->second)}, environment({}), {}}, option.audience);
        const auto by_variable = resolve(
            {{}, environment({{option.environment_variable(), sample->second}}), {}},
            option.audience
        );
        const auto by_file =
            resolve({{}, environment({}), {line(name, sample->second)}}, option.audience);

        for (const auto* resolved : {&by_flag, &by_variable, &by_file}) {
            CHECK(option.show(resolved->configuration) == sample->second);
        }
    }
}

TEST_CASE("a value that is not taken is told with where it stands", "[configuration]") {
    const auto [name, value, problem] = GENERATE(table<std::string, std::string, std::string>({
        {"port", "80a", "80a is not a whole number from 0 to 65535"},
        {"port", "65536", "65536 is not a whole number from 0 to 65535"},
        {"port", "", "\"\" is not a whole number from 0 to 65535"},
        {"forget-after", "5", "5 is not a duration such as 5m, 300s or 500ms"},
        {"head-timeout", "0s", "0s is below 1s"},
        {"body-bytes-max", "16 megs", "\"16 megs\" is not a size such as 16MiB, 64KiB or 1000"},
        {"head-bytes-max", "10", "10 is below 1KiB"},
        {"log-level", "loud", "loud is none of debug, info, warn, error"},
        {"data-dir", "", "\"\" says nothing"},
        {"allow-host", "http://a", "http://a is not a host name such as docs.example.org"},
        {"allow-origin",
         "a.example",
         "a.example is not an origin such as https://docs.example.org"},
        {"allow-origin",
         "http://a/",
         "http://a/ is not an origin such as https://docs.example.org"},
        {"enricher",
         "words=webhook:http://h",
         "\"words=webhook:http://h\" is no enricher: \"words=webhook:http://h\": words is found by "
         "what"
         " is built in"},
    }));
    const auto resolved = resolve({{flag(name, value)}, environment({}), {}});
    CHECK(resolved.problems == std::vector{"--" + name + ": " + problem});
}

TEST_CASE("all bad values are told at once", "[configuration]") {
    const auto resolved = resolve(
        {{flag("port", "x")}, environment({{"INGESTD_WORKERS", "y"}}), {line("documents-max", "0")}}
    );
    CHECK(
        resolved.problems ==
        std::vector<std::string>{
            "--port: x is not a whole number from 0 to 65535",
            "INGESTD_WORKERS: y is not a whole number from 0 to 1024",
            "i.conf:1: 0 is not a whole number from 1 to 4294967295"}
    );
}

TEST_CASE("a name that does not exist is told, with the one that was meant", "[configuration]") {
    const auto [name, problem] = GENERATE(table<std::string, std::string>({
        {"prot", "i.conf:1: there is no option prot; did you mean port?"},
        {"data_dir", "i.conf:1: there is no option data_dir; did you mean data-dir?"},
        {"colour of \x1b", "i.conf:1: there is no option \"colour of \\x1b\""},
    }));
    const auto resolved = resolve({{}, environment({}), {line(name, "1")}});
    CHECK(resolved.problems == std::vector{problem});
}

TEST_CASE("a single value set twice in one place is told with both places", "[configuration]") {
    const auto resolved =
        resolve({{}, environment({}), {{"port", "1", "i.conf:1"}, {"port", "2", "i.conf:9"}}});
    CHECK(
        resolved.problems == std::vector<std::string>{"i.conf:9: port is already set at i.conf:1"}
    );
}

TEST_CASE("a list grows within a source and is replaced by a stronger one", "[configuration]") {
    const std::vector file = {
        line("allow-host", "a.example, b.example"), line("allow-host", "c.example")};

    const auto from_file = resolve({{}, environment({}), file});
    const auto from_flags = resolve(
        {{flag("allow-host", "d.example"), flag("allow-host", "e.example")}, environment({}), file}
    );

    CHECK(
        from_file.configuration.http.allow_hosts ==
        std::vector<std::string>{"a.example", "b.example", "c.example"}
    );
    CHECK(
        from_flags.configuration.http.allow_hosts ==
        std::vector<std::string>{"d.example", "e.example"}
    );
}

TEST_CASE("settings that contradict each other are told", "[configuration]") {
    const auto resolved = resolve(
        {{flag("ping-every", "60s"), flag("web-socket-silence-max", "60s")}, environment({}), {}}
    );
    REQUIRE(resolved.problems.size() == 1);
    CHECK_THAT(resolved.problems[0], Catch::Contains("ping-every must be shorter"));
}

TEST_CASE("a client command does not mind what only a server would refuse", "[configuration]") {
    const Sources sources{{}, environment({{"INGESTD_PORT", "x"}}), {line("workers", "y")}};
    CHECK(resolve(sources, Audience::client).problems.empty());
    CHECK(resolve(sources, Audience::server).problems.size() == 2);
}

TEST_CASE("without --data-dir the data stands in the user's own place", "[configuration]") {
    CHECK(
        resolve({{}, environment({}), {}}).configuration.data_dir ==
        "/home/ada/.local/share/ingestd"
    );
}

}  // namespace
}  // namespace ingestd::app
