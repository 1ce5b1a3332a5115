#include <algorithm>
#include <array>
#include <ctime>

#include <ingestd/http/header_value.hpp>
#include <ingestd/http/response_head.hpp>

namespace ingestd::http {
namespace {

struct Reason {
    unsigned status;
    std::string_view phrase;
};

constexpr std::array reasons{
    Reason{200, "OK"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{304, "Not Modified"},
    Reason{400, "Bad Request"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{413, "Content Too Large"},
    Reason{415, "Unsupported Media Type"},
    Reason{417, "Expectation Failed"},
    Reason{422, "Unprocessable Content"},
    Reason{426, "Upgrade Required"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{503, "Service Unavailable"},
    Reason{505, "HTTP Version Not Supported"},
    Reason{507, "Insufficient Storage"},
};

void add_field(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    for (const char c : value) head += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    head += "\r\n";
}

// RFC 9110 section 5.6.7, whose names are English whatever the locale.
std::string format_http_date(std::time_t time) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&time, &utc);
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(),
        text.size(),
        "%s, %02d %s %04d %02d:%02d:%02d GMT",
        days[static_cast<std::size_t>(utc.tm_wday)],
        utc.tm_mday,
        months[static_cast<std::size_t>(utc.tm_mon)],
        utc.tm_year + 1900,
        utc.tm_hour,
        utc.tm_min,
        utc.tm_sec
    );
    return {text.data(), static_cast<std::size_t>(length)};
}

// The same for all answers of a second.
const std::string& http_date() {
    struct Printed {
        std::time_t time = -1;
        std::string text;
    };
    thread_local Printed last;
    const std::time_t now = std::time(nullptr);
    if (now != last.time) last = {now, format_http_date(now)};
    return last.text;
}

bool has_header(const Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& field) {
        return lower_case(field.first) == name;
    });
}

// What a preflight asked for, if it is a list of field names.
std::string requested_fields(const RequestHead& head) {
    const auto asked = head.header("access-control-request-headers").value_or("");
    std::string fields;
    for (const std::string_view field : split_list(asked)) {
        if (!is_token(field)) continue;
        if (!fields.empty()) fields += ", ";
        fields += field;
    }
    return fields;
}

}  // namespace

std::string_view reason_phrase(unsigned status) {
    for (const Reason& reason : reasons) {
        if (reason.status == status) return reason.phrase;
    }
    return "";
}

std::string format_head(
    const Response& response,
    const RequestId& id,
    const AnswerFraming& framing,
    bool is_cross_origin
) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += reason_phrase(response.status);
    head += "\r\n";
    add_field(head, "Date", http_date());
    add_field(head, "X-Request-Id", id.str());
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body && !response.content_type.empty())
        add_field(head, "Content-Type", response.content_type);
    if (has_body && framing.length)
        add_field(head, "Content-Length", std::to_string(*framing.length));
    if (has_body && framing.is_chunked) add_field(head, "Transfer-Encoding", "chunked");
    for (const auto& [name, value] : response.headers) add_field(head, name, value);
    if (!has_header(response, "cache-control")) add_field(head, "Cache-Control", "no-store");
    add_field(head, "X-Content-Type-Options", "nosniff");
    add_field(head, "X-Frame-Options", "DENY");
    add_field(head, "Referrer-Policy", "no-referrer");
    add_field(
        head, "Cross-Origin-Resource-Policy", is_cross_origin ? "cross-origin" : "same-origin"
    );
    if (!has_header(response, "connection"))
        add_field(head, "Connection", framing.keep_alive ? "keep-alive" : "close");
    head += "\r\n";
    return head;
}

void add_cors(Response& response, const RequestHead& head, const Settings& settings) {
    if (settings.allow_origins.empty()) return;
    response.headers.emplace_back("Vary", "Origin");
    if (origin_of(head, settings) != Origin::allowed) return;
    response.headers.emplace_back("Access-Control-Allow-Origin", *head.header("origin"));
    response.headers.emplace_back(
        "Access-Control-Expose-Headers", "Location, Retry-After, X-Request-Id"
    );
}

Response make_options_answer(
    const RequestHead& head, const Settings& settings, const std::vector<std::string>& methods
) {
    Response answer;
    answer.status = 204;
    answer.headers.emplace_back("Allow", join_methods(methods));
    const bool is_preflight = head.header("access-control-request-method").has_value();
    if (!is_preflight || origin_of(head, settings) != Origin::allowed) return answer;
    answer.headers.emplace_back("Access-Control-Allow-Methods", join_methods(methods));
    if (auto fields = requested_fields(head); !fields.empty()) {
        answer.headers.emplace_back("Access-Control-Allow-Headers", std::move(fields));
    }
    // A page from the public web asks this before it may reach a loopback or private address.
    if (head.header("access-control-request-private-network")) {
        answer.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
    }
    answer.headers.emplace_back("Access-Control-Max-Age", "600");
    return answer;
}

std::string join_methods(const std::vector<std::string>& methods) {
    std::string text;
    for (const std::string& method : methods) {
        if (!text.empty()) text += ", ";
        text += method;
    }
    return text;
}

}  // namespace ingestd::http
