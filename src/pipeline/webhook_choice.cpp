#include "webhook_choice.hpp"

namespace ingestd::pipeline {

WebhookChoice choose_webhooks(
    const enrich::WebhookSet* set,
    const std::optional<std::vector<std::string>>& asked,
    const std::vector<std::string>& by_default
) {
    WebhookChoice choice;
    for (const auto& name : asked ? *asked : by_default) {
        auto* const webhook = set ? set->find(name) : nullptr;
        if (!webhook) {
            choice.refusal = DocumentFailure{
                .code = "enricher_unknown",
                .detail = "The server has no enricher that is called " + name +
                          ". Start it with --enricher, or upload without it.",
                .stage = Stage::enrich};
            return choice;
        }
        choice.webhooks.push_back(webhook);
    }
    return choice;
}

}  // namespace ingestd::pipeline
