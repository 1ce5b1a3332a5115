// Who answers what: the handlers that routes.cpp lists, one source a resource in
// src/http/resources.
//   thread  the connection's strand, all of them; what parses or reads leaves it by on_pool
//   source  docs/api.md
#pragma once

#include <boost/asio.hpp>

#include <ingestd/http/request.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/http/services.hpp>
#include <ingestd/http/settings.hpp>
#include <ingestd/http/web_socket.hpp>

namespace ingestd::http {

using Answer = boost::asio::awaitable<Response>;

// POST /upload: finds out which of the three forms it is and lets that one answer.
Answer post_upload(const Services& services, const Settings& settings, Request& request);

// GET /uploads · GET, DELETE /uploads/{id} · POST /uploads/{id}/retry · GET /uploads/{id}/events
Answer list_uploads(const Services& services, const Settings& settings, Request& request);
Answer get_upload(const Services& services, const Settings& settings, Request& request);
Answer cancel_upload(const Services& services, const Settings& settings, Request& request);
Answer retry_upload(const Services& services, const Settings& settings, Request& request);
Answer get_upload_events(const Services& services, const Settings& settings, Request& request);

// GET /ws/{upload_id} · GET /ws/uploads, both upgraded
boost::asio::awaitable<void> push_upload_events(
    const Services& services, const Settings& settings, Request request, WebSocket socket
);
boost::asio::awaitable<void> push_all_events(
    const Services& services, const Settings& settings, Request request, WebSocket socket
);

// GET /collections · GET, DELETE /collections/{name} · PUT …/{name}/options
Answer list_collections(const Services& services, const Settings& settings, Request& request);
Answer get_collection(const Services& services, const Settings& settings, Request& request);
Answer remove_collection(const Services& services, const Settings& settings, Request& request);
Answer put_collection_options(const Services& services, const Settings& settings, Request& request);

// GET /collections/{name}/documents · GET, DELETE …/{id} · GET …/{id}/text · GET …/{id}/chunks
Answer list_documents(const Services& services, const Settings& settings, Request& request);
Answer get_document(const Services& services, const Settings& settings, Request& request);
Answer get_document_original(const Services& services, const Settings& settings, Request& request);
Answer remove_document(const Services& services, const Settings& settings, Request& request);
Answer get_document_text(const Services& services, const Settings& settings, Request& request);
Answer list_chunks(const Services& services, const Settings& settings, Request& request);

// GET /collections/{name}/chunks/{chunk_id} · GET …/proof · and both as /chunks/{chunk_id}
Answer get_chunk(const Services& services, const Settings& settings, Request& request);
Answer get_chunk_proof(const Services& services, const Settings& settings, Request& request);

// POST /collections/{name}/search
Answer search_collection(const Services& services, const Settings& settings, Request& request);

// GET /healthz · GET /readyz
Answer get_health(const Services& services, const Settings& settings, Request& request);
Answer get_readiness(const Services& services, const Settings& settings, Request& request);

}  // namespace ingestd::http
