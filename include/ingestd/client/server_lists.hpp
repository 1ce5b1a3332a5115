// The server's lists as a sync reads them: the documents of a collection, its uploads, and how the
// documents of an upload went.
//   source  docs/api.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <ingestd/base/digest.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/client/sync_plan.hpp>
#include <ingestd/document/status.hpp>

namespace ingestd::client {

//   next_cursor  empty on the last page
struct DocumentPage {
    std::vector<RemoteDocument> documents;
    std::string next_cursor;
};
//   errors  Errc::bad_answer: also of a server that is too old to tell `sha256`
Result<DocumentPage> parse_document_page(std::string_view json);
// One document of such a page, alone.
Result<RemoteDocument> parse_document(std::string_view json);

// An upload as far as it matters whether to look into it.
struct UploadEntry {
    std::string upload_id;
    Status status = Status::received;
    std::uint64_t documents_failed = 0;

    friend bool operator==(const UploadEntry&, const UploadEntry&) = default;
};
// Newest first, as they come.
Result<std::vector<UploadEntry>> parse_upload_list(std::string_view json);

//   error  code and detail where it failed; page 0 where there is none
struct UploadResult {
    std::string filename;
    Status status = Status::received;
    std::optional<Sha256> sha256;
    bool is_unchanged = false;
    std::string code;
    std::string detail;
    std::uint64_t page = 0;

    friend bool operator==(const UploadResult&, const UploadResult&) = default;
};
Result<std::vector<UploadResult>> parse_results(std::string_view json);

// Whether the same bytes would fail in the same way again: it is the file's fault.
bool is_lasting(std::string_view failure_code);

// How the files of a collection went when they were last sent, by name. Pure.
class UploadHistory {
public:
    struct Known {
        std::string upload_id;
        UploadResult result;
    };

    // Of an upload older than all that were noted so far: what is known already stays.
    void note_older(const std::string& upload_id, std::vector<UploadResult> results);
    // Of one newer than all.
    void note_newer(const std::string& upload_id, std::vector<UploadResult> results);

    // What became of exactly these bytes under this name; null: nothing is known.
    const Known* find(const std::string& name, const Sha256& sha256) const;

private:
    std::unordered_map<std::string, Known> by_name_;
};

}  // namespace ingestd::client
