// What the API answers, as JSON: one function an answer. Field names stand once, in the .cpp.
//   source  docs/api.md
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ingestd/catalog/records.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/progress/progress_state.hpp>
#include <ingestd/proof/passage_boxes.hpp>
#include <ingestd/search/searcher.hpp>

namespace ingestd::http {

// An upload and the newest that was told of it.
//   event  the event's JSON; empty: nothing was told yet, the summary speaks for itself
struct UploadView {
    catalog::UploadSummary summary;
    std::string event;
};

std::string accepted_body(const intake::Accepted& accepted);
// 202 with it, and where the upload is told about.
Response answer_accepted(const intake::Accepted& accepted);

// The event's fields, then collection_name, received_at and so on, statistics and results.
//   in_work  where each document of an unfinished upload stands, by ordinal; may be shorter than
//            `results` or empty
std::string upload_body(
    const UploadView& upload,
    const std::vector<catalog::DocumentResult>& results,
    const std::vector<progress::DocumentProgress>& in_work
);
// The same without statistics and results.
std::string upload_body(const UploadView& upload);
std::string uploads_body(const std::vector<UploadView>& uploads, std::string_view next_cursor);

std::string collection_body(const collections::CollectionView& collection);
std::string collections_body(const std::vector<collections::CollectionView>& collections);
std::string document_body(const collections::DocumentView& document);
// Each as document_body, without its pages.
std::string documents_body(const collections::DocumentPage& page);
std::string chunks_body(const collections::ChunkPage& page);
std::string chunk_body(const collections::FoundChunk& found);
std::string proof_body(const collections::FoundChunk& found, const proof::FoundBoxes& boxes);
std::string search_body(const search::SearchAnswer& answer);

}  // namespace ingestd::http
