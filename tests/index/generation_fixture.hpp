// A generation in a directory of its own, its writers called one after the other, and documents to
// put into it.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include <ingestd/index/generation.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::index {

// Chunks of the text, `bytes` long each, each beginning `overlap` before the end of the last.
inline std::vector<Chunk> cut(
    std::string_view text, std::size_t bytes = 20, std::size_t overlap = 0
) {
    std::vector<Chunk> chunks;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(begin + bytes, text.size());
        Chunk chunk;
        chunk.position = chunks.size();
        chunk.range = {begin, end};
        chunk.text = text.substr(begin, end - begin);
        chunk.tokens = 5;
        chunks.push_back(std::move(chunk));
        if (end == text.size()) break;
        begin = end - overlap;
    }
    return chunks;
}

inline std::vector<Chunk> one_chunk(std::string text) {
    return cut(text, text.size());
}

using test::answer_of;

struct GenerationFixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::shared_ptr<Generation> generation;
    inline static std::atomic<std::int64_t> accepted{0};

    GenerationFixture() { reopen(); }
    std::filesystem::path file() const { return directory / "generation.db"; }
    void reopen() { open_file(file()); }
    void open_file(const std::filesystem::path& path) {
        generation.reset();
        auto opened = Generation::open(path, writers);
        REQUIRE(opened);
        generation = std::move(*opened);
    }

    // Each is accepted after those before.
    static DocumentEntry entry(std::string key, std::string_view content = "") {
        DocumentEntry entry;
        entry.id = document_id("letters", key);
        entry.collection = "letters";
        entry.accepted = Timestamp{std::chrono::microseconds{++accepted}};
        entry.filename = key;
        entry.key = std::move(key);
        entry.fingerprint = sha256(content);
        entry.upload = UploadId::random();
        return entry;
    }
    Result<OpenedDocument> open(const DocumentEntry& document) {
        return answer_of<OpenedDocument>([&](auto done) {
            generation->open_document(document, done);
        });
    }
    Result<void> commit(DocumentRow row, std::vector<Chunk> chunks) {
        return answer_of<void>([&](auto done) {
            generation->commit_chunks(row, std::move(chunks), done);
        });
    }
    Result<Placed> place(DocumentRow row, DocumentSummary summary, PlacingRules rules) {
        return answer_of<Placed>([&](auto done) {
            generation->complete_document(row, std::move(summary), rules, done);
        });
    }
    Result<std::optional<std::uint64_t>> complete(DocumentRow row, DocumentSummary summary) {
        const auto placed = place(row, std::move(summary), {});
        if (!placed) return placed.error();
        return placed->replaced;
    }
    Result<std::optional<std::uint64_t>> complete(DocumentRow row, std::uint64_t chunks) {
        DocumentSummary summary;
        summary.chunks = chunks;
        return complete(row, summary);
    }
    Result<void> discard(DocumentRow row) {
        return answer_of<void>([&](auto done) { generation->discard_document(row, done); });
    }
    bool remove(const DocumentId& id) { return !remove_with_children(id).empty(); }
    // The keys of what went.
    std::vector<std::string> remove_with_children(const DocumentId& id) {
        const auto removed = answer_of<std::vector<std::string>>([&](auto done) {
            generation->remove_document(id, done);
        });
        REQUIRE(removed);
        return *removed;
    }

    // The whole way of a document: its row and how many chunks of an older version went.
    std::optional<std::uint64_t> add(const DocumentEntry& document, std::vector<Chunk> chunks) {
        const auto opened = open(document);
        REQUIRE(opened);
        const auto count = chunks.size();
        REQUIRE(commit(opened->row, std::move(chunks)));
        const auto completed = complete(opened->row, count);
        REQUIRE(completed);
        return *completed;
    }

    std::vector<std::string> found(const std::string& query, std::uint32_t limit = 10) const {
        std::vector<std::string> texts;
        for (const auto& hit : generation->search({query, limit}).hits)
            texts.push_back(hit.stored.chunk.text);
        return texts;
    }
    std::string text_of(const DocumentId& id) const {
        std::string text;
        REQUIRE(generation->read_text(id, [&](std::string_view piece) {
            text += piece;
            return true;
        }));
        return text;
    }
};

}  // namespace ingestd::index
