#include <algorithm>
#include <array>
#include <utility>

#include <ingestd/enrich/enricher.hpp>
#include <ingestd/enrich/errc.hpp>
#include <ingestd/enrich/webhook_set.hpp>
#include <ingestd/remote/errc.hpp>
#include <ingestd/remote/service_client.hpp>
#include <ingestd/remote/service_key.hpp>

#include "webhook_service.hpp"

namespace ingestd::enrich {
namespace {

constexpr auto webhook_keys =
    std::to_array<std::string_view>({"batch", "concurrency", "key_env", "key_file", "timeout"});
constexpr remote::SpecKind kinds[] = {{"webhook", webhook_keys}};

// What the built-in enrichers are called, and what they find: `enrichment.NAME` is one thing.
constexpr auto taken_names = std::to_array<std::string_view>(
    {"addresses",
     "ambiguous_dates",
     "characters",
     "dates",
     "emails",
     "failed",
     "keywords",
     "language",
     "reading_ease",
     "reading_seconds",
     "sentences",
     "statistics",
     "urls",
     "words"}
);

Error with_code(const Error& error, const std::string& name) {
    const bool is_missing = error.code == remote::Errc::no_key;
    return {
        is_missing ? Errc::no_key : Errc::bad_spec,
        name.empty() ? error.detail : name + ": " + error.detail};
}

}  // namespace

Result<EnricherSpec> parse_enricher_spec(std::string_view text) {
    auto spec = remote::parse_named_spec(text, "an enricher", kinds);
    if (!spec) return with_code(spec.error(), "");
    if (std::ranges::find(taken_names, spec->name) != taken_names.end())
        return Error{
            Errc::bad_spec,
            '"' + std::string{text} + "\": " + spec->name + " is found by what is built in"};
    return spec;
}

Result<WebhookSettings> read_webhook_settings(const EnricherSpec& spec) {
    WebhookSettings settings{.name = spec.name, .url = spec.location};
    if (const auto checked = remote::check_service_address(settings.url); !checked)
        return with_code(checked.error(), spec.name);
    auto key = remote::read_service_key(spec_text(spec, "key_file"), spec_text(spec, "key_env"));
    if (!key) return with_code(key.error(), spec.name);
    settings.key = std::move(*key);
    const auto batch = spec_number(spec, "batch", 1, 256);
    const auto calls = spec_number(spec, "concurrency", 1, 64);
    const auto timeout = spec_number(spec, "timeout", 1, 3'600);
    for (const auto* given : {&batch, &calls, &timeout}) {
        if (!*given) return with_code(given->error(), "");
    }
    settings.batch_chunks = batch->value_or(static_cast<std::uint32_t>(settings.batch_chunks));
    settings.calls_max = calls->value_or(settings.calls_max);
    if (*timeout) settings.timeout = std::chrono::seconds{**timeout};
    return settings;
}

WebhookSet::WebhookSet(std::vector<std::unique_ptr<Webhook>> webhooks)
    : webhooks_{std::move(webhooks)} {}

WebhookSet::~WebhookSet() {
    for (const auto& webhook : webhooks_) webhook->close();
}

Result<std::unique_ptr<WebhookSet>> WebhookSet::open(const std::vector<EnricherSpec>& specs) {
    std::vector<std::unique_ptr<Webhook>> webhooks;
    for (const auto& spec : specs) {
        if (std::ranges::find(webhooks, spec.name, &Webhook::name) != webhooks.end())
            return Error{Errc::bad_spec, "two enrichers are named " + spec.name};
        auto settings = read_webhook_settings(spec);
        if (!settings) return settings.error();
        webhooks.push_back(make_webhook(std::move(*settings)));
    }
    return std::unique_ptr<WebhookSet>{new WebhookSet{std::move(webhooks)}};
}

Webhook* WebhookSet::find(std::string_view name) const {
    const auto found = std::ranges::find(webhooks_, name, &Webhook::name);
    return found == webhooks_.end() ? nullptr : found->get();
}

std::vector<std::string> WebhookSet::names() const {
    std::vector<std::string> names;
    for (const auto& webhook : webhooks_) names.emplace_back(webhook->name());
    return names;
}

}  // namespace ingestd::enrich
