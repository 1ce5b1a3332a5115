// Which of the user's own enrichers see the chunks of an upload.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ingestd/document/document_failure.hpp>
#include <ingestd/enrich/webhook_set.hpp>

namespace ingestd::pipeline {

//   refusal  why no document of the upload can be indexed
struct WebhookChoice {
    std::vector<enrich::Webhook*> webhooks{};
    std::optional<DocumentFailure> refusal{};
};

// Those that were asked for, else the server's own choice.
//   set  null: there are none
WebhookChoice choose_webhooks(
    const enrich::WebhookSet* set,
    const std::optional<std::vector<std::string>>& asked,
    const std::vector<std::string>& by_default
);

}  // namespace ingestd::pipeline
