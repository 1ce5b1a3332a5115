#include <algorithm>
#include <utility>

#include <ingestd/http/router.hpp>

namespace ingestd::http {
namespace {

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> segments;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto end = path.find('/');
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(std::min(path.size(), end));
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    return std::equal(
        pattern.begin(),
        pattern.end(),
        segments.begin(),
        segments.end(),
        [](const auto& expected, const auto& given) {
            return is_parameter(expected) ? !given.empty() : expected == given;
        }
    );
}

// Of two patterns that match the same path, the one with a literal where the other has a
// parameter first is the closer one.
bool is_closer(const std::vector<std::string>& pattern, const std::vector<std::string>& other) {
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (is_parameter(pattern[at]) != is_parameter(other[at])) return is_parameter(other[at]);
    }
    return false;
}

}  // namespace

Router::Resource& Router::resource(std::string_view pattern) {
    auto segments = split_path(pattern);
    for (Resource& known : resources_) {
        if (known.pattern == segments) return known;
    }
    return resources_.emplace_back(Resource{std::move(segments), {}, {}});
}

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
    resource(pattern).handlers.insert_or_assign(std::string{method}, std::move(handler));
}

void Router::add_web_socket(std::string_view pattern, WebSocketHandler handler) {
    resource(pattern).web_socket = std::move(handler);
}

Router::Match Router::find(std::string_view method, const std::vector<std::string>& segments)
    const {
    const Resource* best = nullptr;
    for (const Resource& candidate : resources_) {
        if (!matches(candidate.pattern, segments)) continue;
        if (best == nullptr || is_closer(candidate.pattern, best->pattern)) best = &candidate;
    }
    Match match;
    if (best == nullptr) return match;

    for (std::size_t at = 0; at < segments.size(); ++at) {
        const std::string_view name = best->pattern[at];
        if (is_parameter(name))
            match.parameters.emplace(name.substr(1, name.size() - 2), segments[at]);
    }
    match.methods = {"OPTIONS"};
    for (const auto& [known, handler] : best->handlers) {
        match.methods.push_back(known);
        if (known == "GET") match.methods.emplace_back("HEAD");
    }
    if (best->web_socket && !best->handlers.contains("GET")) match.methods.emplace_back("GET");
    std::sort(match.methods.begin(), match.methods.end());

    const auto found = best->handlers.find(method == "HEAD" ? "GET" : method);
    if (found != best->handlers.end()) match.handler = &found->second;
    if (best->web_socket) match.web_socket = &best->web_socket;
    return match;
}

}  // namespace ingestd::http
