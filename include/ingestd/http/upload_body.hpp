// The three forms in which an upload comes, each read to the end before anything is kept.
#pragma once

#include <variant>

#include <boost/asio.hpp>

#include <ingestd/http/request.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/http/services.hpp>
#include <ingestd/http/settings.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::http {

// What was asked for, ready for Intake::accept(); or the answer that refuses it, after which
// nothing of it is left on disk.
using UploadOrRefusal = std::variant<intake::UploadRequest, Response>;

boost::asio::awaitable<UploadOrRefusal> read_json_upload(
    const Services& services, const Settings& settings, Request& request
);
boost::asio::awaitable<UploadOrRefusal> read_multipart_upload(
    const Services& services, const Settings& settings, Request& request
);
// REQUIRES: the query names `collection_name`.
boost::asio::awaitable<UploadOrRefusal> read_raw_upload(
    const Services& services, const Settings& settings, Request& request
);

// What an upload may be, by the settings, which outlive it.
inline intake::Limits limits_of(const Settings& settings) {
    return {
        .documents_max = settings.documents_max,
        .embedders = settings.embedders.empty() ? nullptr : &settings.embedders,
        .enrichers = settings.enrichers,
        .counting_embedders = settings.embedders.empty() ? nullptr : &settings.counting_embedders,
        .tokenizers = settings.tokenizers.empty() ? nullptr : &settings.tokenizers};
}

}  // namespace ingestd::http
