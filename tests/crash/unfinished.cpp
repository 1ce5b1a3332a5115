#include "unfinished.hpp"

#include <stdexcept>

#include "e2e/wire.hpp"

namespace ingestd::crash {

std::vector<std::string> unfinished_uploads(std::uint16_t port, const std::string& filter) {
    std::vector<std::string> ids;
    for (const std::string status :
         {"received", "extracting", "chunking", "enriching", "indexing"}) {
        std::string cursor;
        for (bool is_last = false; !is_last;) {
            const auto answer =
                e2e::get(port, "/uploads?limit=1000&status=" + status + filter + cursor);
            if (answer.status != 200) throw std::runtime_error{"GET /uploads: " + answer.body};
            const auto page = answer.parsed();
            for (const auto& upload : page.at("uploads")) ids.push_back(upload.at("upload_id"));
            is_last = page.at("next_cursor").is_null();
            if (!is_last) cursor = "&cursor=" + page.at("next_cursor").get<std::string>();
        }
    }
    return ids;
}

}  // namespace ingestd::crash
