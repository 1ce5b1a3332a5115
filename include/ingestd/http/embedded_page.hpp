// The web page, which the program carries inside itself.
#pragma once

#include <span>
#include <string_view>

#include <ingestd/http/router.hpp>

namespace ingestd::http {

// One file of web/dist as it was when the program was built.
//   path  "/assets/index-4f2a.js"; "/" for index.html
//   etag  of its bytes, in quotes
struct EmbeddedAsset {
    std::string_view path;
    std::string_view content_type;
    std::string_view etag;
    std::string_view bytes;
};

// Empty when there was no web/dist.
std::span<const EmbeddedAsset> embedded_assets();

// GET for every asset: index.html is asked for anew each time and carries the content security
// policy; what the build names by its hash may be kept for ever. Without assets "/" says why.
void add_page(Router& router);
void add_page(Router& router, std::span<const EmbeddedAsset> assets);

}  // namespace ingestd::http
