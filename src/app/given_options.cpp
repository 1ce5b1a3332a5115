#include "given_options.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <ingestd/app/configuration_file.hpp>

namespace ingestd::app {
namespace {

constexpr std::string_view config_variable = "INGESTD_CONFIG";

std::string description_of(const Option& option) {
    const auto shown = option.default_text();
    return std::string{option.help} + "\n(" + (shown.empty() ? "none" : shown) + ") [" +
           option.environment_variable() + ']';
}

template <class Wanted>
void add_flags(CLI::App& to, Given& given, Wanted&& is_wanted) {
    given.values.reserve(options().size());  // CLI11 keeps references to what stands there
    for (const auto& option : options()) {
        if (!is_wanted(option)) continue;
        auto& [entry, values] = given.values.emplace_back(&option, std::vector<std::string>{});
        to.add_option(option.flag(), values, description_of(option))
            ->type_name(std::string{option.value_name})
            ->expected(1)
            ->allow_extra_args(false)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    to.add_option(
          "--config",
          given.config,
          "File with `name = value` lines for all of this\n(none) [INGESTD_CONFIG]"
    )
        ->type_name("FILE");
}

std::string problems_text(const std::vector<std::string>& problems) {
    std::string text;
    for (const auto& problem : problems) text += "ingestd: " + problem + '\n';
    return text;
}

}  // namespace

void add_table(CLI::App& to, Audience audience, Given& given) {
    add_flags(to, given, [&](const Option& option) { return option.audience == audience; });
}

void add_some(CLI::App& to, std::initializer_list<std::string_view> names, Given& given) {
    add_flags(to, given, [&](const Option& option) {
        return std::ranges::find(names, option.name) != names.end();
    });
}

Saying wrong_usage(std::string text) {
    return {client::exit_usage, std::move(text)};
}

std::variant<Configuration, Saying> configure(
    const Given& given, Audience audience, const Environment& environment
) {
    Sources sources;
    sources.environment = environment;
    for (const auto& [option, values] : given.values) {
        for (const auto& value : values) {
            sources.flags.push_back({std::string{option->name}, value, option->flag()});
        }
    }
    std::vector<std::string> problems;
    auto config = given.config;
    if (config.empty()) config = environment(std::string{config_variable}).value_or("");
    if (!config.empty()) {
        auto file = read_configuration_file(config);
        if (!file) return wrong_usage("ingestd: " + file.error().detail + '\n');
        sources.file = std::move(file->settings);
        problems = std::move(file->problems);
    }
    auto resolved = resolve(sources, audience);
    problems.insert(problems.end(), resolved.problems.begin(), resolved.problems.end());
    if (!problems.empty()) return wrong_usage(problems_text(problems));
    return std::move(resolved.configuration);
}

}  // namespace ingestd::app
