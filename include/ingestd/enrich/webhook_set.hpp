// The webhooks that a server was told of.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/enrich/webhook.hpp>
#include <ingestd/remote/named_spec.hpp>

namespace ingestd::enrich {

// summary=webhook:http://127.0.0.1:9000/enrich?batch=8&key_file=/etc/ingestd/key
//   parameters  batch, concurrency, timeout, key_file, key_env (docs/enrichment.md)
using EnricherSpec = remote::NamedSpec;

// Pure: looks at no file and asks no service.
//   errors  Errc::bad_spec, with what is wrong and where
Result<EnricherSpec> parse_enricher_spec(std::string_view text);

//   thread  any, at the same time
//   owns    its webhooks: they are closed and gone when it is
class WebhookSet {
public:
    // Reads keys; asks no service.
    //   errors  Errc::{bad_spec, no_key}
    static Result<std::unique_ptr<WebhookSet>> open(const std::vector<EnricherSpec>& specs);
    ~WebhookSet();

    // Null: there is none of that name.
    Webhook* find(std::string_view name) const;

    // In the order in which they were given.
    std::vector<std::string> names() const;

private:
    explicit WebhookSet(std::vector<std::unique_ptr<Webhook>> webhooks);

    std::vector<std::unique_ptr<Webhook>> webhooks_;
};

}  // namespace ingestd::enrich
