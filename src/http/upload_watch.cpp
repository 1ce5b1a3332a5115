#include <charconv>
#include <string>
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/http/upload_watch.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/progress/errc.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

progress::Delivery last_of(std::string terminal_event) {
    const auto event = nlohmann::json::parse(terminal_event, nullptr, false);
    const auto seq = event.is_object() ? event.value("seq", std::uint64_t{0}) : 0;
    return {
        .frame = std::make_shared<const std::string>(std::move(terminal_event)),
        .seq = seq,
        .terminal = true,
    };
}

}  // namespace

asio::awaitable<Result<UploadWatch>> watch_upload(
    const Services& services, std::string id_text, double max_rate
) {
    const Error unknown{intake::Errc::unknown_upload, "There is no upload " + id_text + "."};
    const auto id = UploadId::parse(id_text);
    if (!id) co_return unknown;

    auto subscription = co_await services.tracker.subscribe(*id, max_rate);
    if (subscription) co_return UploadWatch{std::move(*subscription)};
    if (subscription.error().code != progress::Errc::unknown_upload) {
        co_return subscription.error();
    }

    auto look_up = [&services, id = *id] { return services.catalog.find_upload(id); };
    auto summary = co_await on_pool(services.pool, std::move(look_up));
    if (!summary) co_return unknown;
    if (summary->terminal_event.empty()) {
        co_return Error{intake::Errc::stopping, "The upload is about to be resumed: ask again."};
    }
    co_return UploadWatch{last_of(std::move(summary->terminal_event))};
}

std::optional<double> read_max_rate(const Request& request) {
    const auto text = request.query_value("max_rate");
    if (!text) return 0;
    double rate = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), rate);
    const bool is_whole = error == std::errc{} && end == text->data() + text->size();
    if (!is_whole || !(rate > 0 && rate <= max_rate_most)) return std::nullopt;
    return rate;
}

}  // namespace ingestd::http
