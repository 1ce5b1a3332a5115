#include <algorithm>

#include <ingestd/http/header_value.hpp>
#include <ingestd/http/request_guard.hpp>
#include <ingestd/http/request_target.hpp>

namespace ingestd::http {

std::vector<std::string> decode_path(std::string_view path) {
    std::vector<std::string> segments;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto segment = path.substr(0, path.find('/'));
        segments.push_back(percent_decode(segment).value_or(std::string{segment}));
        path.remove_prefix(segment.size());
    }
    return segments;
}

std::vector<std::pair<std::string, std::string>> decode_query(std::string_view query) {
    const auto decode = [](std::string_view text) {
        std::string spaced{text};
        std::replace(spaced.begin(), spaced.end(), '+', ' ');
        return percent_decode(spaced).value_or(spaced);
    };
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto name = pair.substr(0, pair.find('='));
        const auto value = pair.substr(std::min(pair.size(), name.size() + 1));
        pairs.emplace_back(decode(name), decode(value));
    }
    return pairs;
}

Request make_request(const RequestHead& head) {
    const std::string_view target = origin_form(head.target);
    const auto path = target.substr(0, target.find('?'));
    Request request;
    request.id = RequestId::random();
    request.method = head.method;
    request.path = path.empty() ? "/" : path;
    request.segments = decode_path(request.path);
    request.query = decode_query(target.substr(std::min(target.size(), path.size() + 1)));
    request.headers = head.headers;
    return request;
}

}  // namespace ingestd::http
