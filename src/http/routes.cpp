#include <array>

#include <ingestd/http/resources.hpp>
#include <ingestd/http/routes.hpp>

namespace ingestd::http {
namespace {

constexpr std::array all_routes{
    Route{"POST", "/upload", post_upload},
    Route{"GET", "/uploads", list_uploads},
    Route{"GET", "/uploads/{id}", get_upload},
    Route{"DELETE", "/uploads/{id}", cancel_upload},
    Route{"POST", "/uploads/{id}/retry", retry_upload},
    Route{"GET", "/uploads/{id}/events", get_upload_events},
    Route{"GET", "/collections", list_collections},
    Route{"GET", "/collections/{name}", get_collection},
    Route{"DELETE", "/collections/{name}", remove_collection},
    Route{"PUT", "/collections/{name}/options", put_collection_options},
    Route{"GET", "/collections/{name}/documents", list_documents},
    Route{"GET", "/collections/{name}/documents/{id}", get_document},
    Route{"DELETE", "/collections/{name}/documents/{id}", remove_document},
    Route{"GET", "/collections/{name}/documents/{id}/text", get_document_text},
    Route{"GET", "/collections/{name}/documents/{id}/original", get_document_original},
    Route{"GET", "/collections/{name}/documents/{id}/chunks", list_chunks},
    Route{"GET", "/collections/{name}/chunks/{chunk_id}", get_chunk},
    Route{"GET", "/collections/{name}/chunks/{chunk_id}/proof", get_chunk_proof},
    Route{"POST", "/collections/{name}/search", search_collection},
    Route{"GET", "/chunks/{chunk_id}", get_chunk},
    Route{"GET", "/chunks/{chunk_id}/proof", get_chunk_proof},
    Route{"GET", "/healthz", get_health},
    Route{"GET", "/readyz", get_readiness},
};

constexpr std::array all_web_socket_routes{
    WebSocketRoute{"/ws/uploads", push_all_events},
    WebSocketRoute{"/ws/{upload_id}", push_upload_events},
};

}  // namespace

std::span<const Route> routes() {
    return all_routes;
}

std::span<const WebSocketRoute> web_socket_routes() {
    return all_web_socket_routes;
}

}  // namespace ingestd::http
