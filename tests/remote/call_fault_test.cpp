#include <ingestd/remote/call_fault.hpp>
#include <ingestd/remote/errc.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::remote;

TEST_CASE("what is answered with 200 is no fault", "[remote][fault]") {
    CHECK_FALSE(read_fault(ServiceAnswer{.status = 200}));
}

TEST_CASE("a status tells whether to try again, and with how much less", "[remote][fault]") {
    const auto [status, kind, end, is_limited] =
        GENERATE(table<unsigned, FaultKind, CallEnd, bool>({
            {429, FaultKind::unavailable, CallEnd::overloaded, true},
            {503, FaultKind::unavailable, CallEnd::overloaded, true},
            {504, FaultKind::unavailable, CallEnd::overloaded, false},
            {408, FaultKind::unavailable, CallEnd::overloaded, false},
            {500, FaultKind::unavailable, CallEnd::failed, false},
            {502, FaultKind::unavailable, CallEnd::failed, false},
            {400, FaultKind::refused, CallEnd::answered, false},
            {401, FaultKind::refused, CallEnd::answered, false},
            {404, FaultKind::refused, CallEnd::answered, false},
            {301, FaultKind::refused, CallEnd::answered, false},
            {204, FaultKind::refused, CallEnd::answered, false},
        }));

    const auto fault = read_fault(ServiceAnswer{.status = status});

    CAPTURE(status);
    REQUIRE(fault);
    CHECK(fault->kind == kind);
    CHECK(fault->end == end);
    CHECK(fault->is_limited == is_limited);
}

TEST_CASE("so does a call that was not answered", "[remote][fault]") {
    const auto [code, kind, end] = GENERATE(table<Errc, FaultKind, std::optional<CallEnd>>({
        {Errc::unreachable, FaultKind::unavailable, CallEnd::failed},
        {Errc::untrusted, FaultKind::unavailable, CallEnd::failed},
        {Errc::broken, FaultKind::unavailable, CallEnd::failed},
        {Errc::timed_out, FaultKind::unavailable, CallEnd::overloaded},
        {Errc::too_large, FaultKind::too_large, CallEnd::answered},
        {Errc::cancelled, FaultKind::cancelled, std::nullopt},
    }));

    const auto fault = read_fault(Error{code, {}});

    REQUIRE(fault);
    CHECK(fault->kind == kind);
    CHECK(fault->end == end);
}

TEST_CASE("what the service says is told, on one line and bounded", "[remote][fault]") {
    const auto [body, told] = GENERATE(table<std::string, std::string>({
        {R"({"error":{"message":"No such model: x","type":"y"}})", "HTTP 404: No such model: x"},
        {R"({"error":"model\nnot\tfound"})", "HTTP 404: model not found"},
        {R"({"error":{"code":7}})", R"(HTTP 404: {"error":{"code":7}})"},
        {"plain \xFF", "HTTP 404: plain \xEF\xBF\xBD"},
        {"", "HTTP 404"},
        {std::string(10'000, 'x'), "HTTP 404: " + std::string(300, 'x')},
    }));

    CHECK(read_fault(ServiceAnswer{.status = 404, .body = body})->detail == told);
}
