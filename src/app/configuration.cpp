#include <algorithm>
#include <cctype>

#include <ingestd/app/configuration.hpp>
#include <ingestd/app/locations.hpp>
#include <ingestd/app/nearest_name.hpp>

namespace ingestd::app {
namespace {

using namespace std::chrono_literals;

const Option* find_option(std::string_view name) {
    const auto table = options();
    const auto found = std::ranges::find(table, name, &Option::name);
    return found == table.end() ? nullptr : &*found;
}

std::string unknown_name(const Setting& setting) {
    std::vector<std::string> names;
    for (const auto& option : options()) names.emplace_back(option.name);
    return setting.where + ": there is no option " + log::quote_unless_plain(setting.name) +
           did_you_mean(setting.name, names);
}

// The parts between commas, without the blanks around them. Nothing between two is a part, too.
std::vector<std::string> parts_of(std::string_view list) {
    std::vector<std::string> parts;
    while (true) {
        const auto comma = list.find(',');
        auto part = list.substr(0, comma);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        parts.emplace_back(part);
        if (comma == std::string_view::npos) return parts;
        list.remove_prefix(comma + 1);
    }
}

void apply(const Option& option, const Setting& setting, Resolved& into) {
    const auto values = option.is_list ? parts_of(setting.value) : std::vector{setting.value};
    for (const auto& value : values) {
        if (const auto wrong = option.set(into.configuration, value)) {
            into.problems.push_back(
                setting.where + ": " + log::quote_unless_plain(value) + ' ' + *wrong
            );
        }
    }
}

std::vector<Setting> of_option(const std::vector<Setting>& settings, std::string_view name) {
    std::vector<Setting> found;
    std::ranges::copy_if(settings, std::back_inserter(found), [&](const Setting& setting) {
        return setting.name == name;
    });
    return found;
}

// What the strongest source that speaks of the option says of it. The weaker ones are not looked
// at.
std::vector<Setting> strongest(const Option& option, const Sources& sources) {
    if (auto flags = of_option(sources.flags, option.name); !flags.empty()) return flags;
    const auto variable = option.environment_variable();
    if (auto value = sources.environment(variable)) {
        return {{std::string{option.name}, std::move(*value), variable}};
    }
    return of_option(sources.file, option.name);
}

std::string given_twice(const Setting& first, const Setting& second) {
    if (first.where == second.where) return first.where + " is given twice";
    return second.where + ": " + first.name + " is already set at " + first.where;
}

void check_together(Resolved& resolved) {
    const auto& http = resolved.configuration.http;
    if (http.ping_every >= http.web_socket_silence_max) {
        resolved.problems.push_back(
            "ping-every must be shorter than web-socket-silence-max, or every watcher is dropped"
        );
    }
}

}  // namespace

std::string Option::flag() const {
    return "--" + std::string{name};
}

std::string Option::environment_variable() const {
    std::string variable = "INGESTD_";
    for (const char c : name) {
        variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return variable;
}

std::string Option::default_text() const {
    return default_is.empty() ? show(Configuration{}) : std::string{default_is};
}

Resolved resolve(const Sources& sources, Audience audience) {
    Resolved resolved;
    for (const auto* given : {&sources.flags, &sources.file}) {
        for (const auto& setting : *given) {
            if (!find_option(setting.name)) resolved.problems.push_back(unknown_name(setting));
        }
    }
    for (const auto& option : options()) {
        if (option.audience != audience) continue;
        const auto settings = strongest(option, sources);
        if (settings.size() > 1 && !option.is_list) {
            resolved.problems.push_back(given_twice(settings[0], settings[1]));
        }
        for (const auto& setting : settings) apply(option, setting, resolved);
    }
    if (resolved.configuration.data_dir.empty()) {
        resolved.configuration.data_dir = default_data_dir(sources.environment);
    }
    if (resolved.configuration.tessdata_dir.empty()) {
        resolved.configuration.tessdata_dir = sources.environment("TESSDATA_PREFIX").value_or("");
    }
    check_together(resolved);
    return resolved;
}

}  // namespace ingestd::app
