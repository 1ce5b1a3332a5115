#include <string_view>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/remote/call_fault.hpp>
#include <ingestd/remote/errc.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::remote {
namespace {

constexpr std::size_t quoted_bytes_max = 300;  // of what a service says about a refusal

// What a service says about a refusal, on one line.
std::string message_of(std::string_view body) {
    using nlohmann::json;
    std::string text{body};
    const auto answer = json::parse(body, nullptr, false);
    if (answer.is_object()) {
        for (const auto* place : {"/error/message", "/error", "/message", "/detail"}) {
            const auto value = answer.value(json::json_pointer{place}, json{});
            if (!value.is_string()) continue;
            text = value.get<std::string>();
            break;
        }
    }
    text = utf8::repair(std::string_view{text}.substr(0, quoted_bytes_max));
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
    }
    return text;
}

CallFault fault_of_status(const ServiceAnswer& answer) {
    auto what = "HTTP " + std::to_string(answer.status);
    const auto said = message_of(answer.body);
    if (!said.empty()) what += ": " + said;
    switch (answer.status) {
        case 429:
        case 503:
        case 529:  // what some say for 503
            return {FaultKind::unavailable, what, CallEnd::overloaded, true};
        case 408:
        case 504:
            return {FaultKind::unavailable, what, CallEnd::overloaded};
        case 425:
            return {FaultKind::unavailable, what, CallEnd::failed};
        default:
            if (answer.status >= 500) return {FaultKind::unavailable, what, CallEnd::failed};
            return {FaultKind::refused, what, CallEnd::answered};
    }
}

CallFault fault_of_call(const Error& error) {
    auto what = error.code.message();
    if (!error.detail.empty()) what += ": " + error.detail;
    if (error.code == Errc::cancelled) return {FaultKind::cancelled};
    if (error.code == Errc::bad_address) return {FaultKind::refused, what, CallEnd::failed};
    if (error.code == Errc::too_large) return {FaultKind::too_large, what, CallEnd::answered};
    const auto end = error.code == Errc::timed_out ? CallEnd::overloaded : CallEnd::failed;
    return {FaultKind::unavailable, what, end};
}

}  // namespace

std::optional<CallFault> read_fault(const Result<ServiceAnswer>& answer) {
    if (!answer) return fault_of_call(answer.error());
    if (answer->status == 200) return std::nullopt;
    return fault_of_status(*answer);
}

}  // namespace ingestd::remote
