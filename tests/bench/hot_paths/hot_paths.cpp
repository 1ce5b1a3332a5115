#include "hot_paths.hpp"

#include <memory>
#include <string_view>

#include <ingestd/chunk/chunker.hpp>
#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/enrich/enricher.hpp>
#include <ingestd/http/event_stream.hpp>
#include <ingestd/http/request_head.hpp>
#include <ingestd/http/upload_json.hpp>
#include <ingestd/progress/delivery_slot.hpp>
#include <ingestd/progress/progress_event.hpp>

#include "../../../src/http/text_frames.hpp"
#include "../../../src/index/fusion.hpp"
#include "../../../src/index/words_tokenizer.hpp"
#include "made_text.hpp"

namespace ingestd::bench {
namespace {

constexpr std::size_t text_bytes = 128_KiB;
constexpr std::size_t event_count = 64;  // as many as are offered at a time
constexpr std::size_t fused_rows = 100;

std::vector<Chunk> cut(const std::vector<Block>& blocks) {
    chunk::Chunker chunker{ChunkingOptions{}};
    std::vector<Chunk> chunks;
    const auto take = [&](std::vector<Chunk> more) {
        std::move(more.begin(), more.end(), std::back_inserter(chunks));
    };
    for (const auto& block : blocks) take(chunker.push(block));
    take(chunker.finish());
    return chunks;
}

HotPath request_head() {
    return {"request_head", "request", 1, [] {
                constexpr std::string_view head =
                    "POST /upload HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: bench/1\r\n"
                    "Accept: */*\r\nContent-Type: application/json\r\nContent-Length: 1024\r\n\r\n";
                return http::parse_head(head).value().headers.size();
            }};
}

HotPath upload_json() {
    const auto body = R"({"collection_name":"rag_documents","documents":[{"content":")" +
                      make_sentences(150) + R"(","filename":"keeper.txt"}]})";
    return {"upload_json", "request", 1, [body] {
                const auto parsed = http::parse_upload_request(body, intake::Limits{});
                return std::get<intake::UploadRequest>(parsed).documents.size();
            }};
}

HotPath chunker(const std::vector<Block>& blocks, std::size_t chunks) {
    return {"chunker", "chunk", chunks, [blocks] { return cut(blocks).size(); }};
}

HotPath enrichers(const std::vector<Chunk>& chunks) {
    return {"enrichers", "chunk", chunks.size(), [chunks] {
                const auto all = enrich::built_in_enrichers();
                std::size_t found = 0;
                for (const auto& chunk : chunks) found += enrich::enrich(chunk, all).words;
                return found;
            }};
}

HotPath hash_embedder(const std::vector<Chunk>& chunks) {
    std::shared_ptr<embed::EmbedderSet> set = embed::EmbedderSet::open({}).value();
    std::vector<std::string> texts;
    for (const auto& chunk : chunks) texts.push_back(chunk.text);
    return {"hash_embedder", "chunk", texts.size(), [set, texts] {
                std::size_t embedded = 0;
                set->find("hash")->embed({.texts = texts}, [&](Result<embed::Vectors> vectors) {
                    embedded = vectors.value().size();
                });
                return embedded;
            }};
}

HotPath words_tokenizer(const std::vector<Chunk>& chunks) {
    struct Index {
        sqlite::Connection connection = sqlite::Connection::open(":memory:").value();
        std::unique_ptr<index::WordsTokenizer> words{};
    };
    const auto index = std::make_shared<Index>();
    index::register_words_tokenizer(index->connection);
    index->words = std::make_unique<index::WordsTokenizer>(
        index->connection, index::Tokenizer::stems, index::TextsToCut::many
    );
    return {"words_tokenizer", "chunk", chunks.size(), [index, chunks] {
                std::size_t words = 0;
                for (const auto& chunk : chunks) {
                    index->words->for_each_word(chunk.text, [&](const auto&) { ++words; });
                }
                return words;
            }};
}

progress::ProgressBurst burst() {
    using namespace std::chrono_literals;
    progress::ProgressEvent event;
    event.upload_id = UploadId::parse("f47ac10b-58cc-4372-a567-0e02b2c3d479").value();
    event.status = Status::indexing;
    event.permille = 412;
    event.current_chunk = 1200;
    event.total_chunks = 2910;
    event.message = "Indexing chunks...";
    event.timestamp = Timestamp{1'766'895'970'123'456us};
    event.seq = 1300;
    event.stages = {1500, 1400, 1300, 1200, 12};
    event.documents = {3, 1, 0, "reports/2025/annual report.pdf"};
    event.eta_seconds = 4.2;
    event.chunks_per_second = 310.5;
    return {event, event_count, 400};
}

std::vector<progress::Delivery> deliveries() {
    const auto told = burst();
    std::vector<progress::Delivery> all;
    for (std::uint32_t i = 0; i < told.steps; ++i) {
        const auto event = progress::event_at(told, i);
        all.push_back(
            {std::make_shared<const std::string>(progress::serialize(event)), event.seq, false}
        );
    }
    return all;
}

HotPath event_json() {
    return {"event_json", "event", event_count, [told = burst()] {
                std::size_t bytes = 0;
                for (std::uint32_t i = 0; i < told.steps; ++i) {
                    bytes += progress::serialize(progress::event_at(told, i)).size();
                }
                return bytes;
            }};
}

// From the tracker's offer to what a reader takes.
HotPath delivery() {
    return {
        "delivery", "event", event_count, [all = deliveries(), upload = burst().newest.upload_id] {
            progress::DeliverySlot slot{progress::DeliverySlot::Watches::one_upload};
            for (const auto& one : all) slot.offer(upload, one);
            std::size_t bytes = 0;
            while (!slot.is_drained()) {
                const auto action = slot.next(Deadline{});
                bytes += std::get<progress::Send>(action).delivery.frame->size();
            }
            return bytes;
        }};
}

HotPath web_socket_frames() {
    return {"web_socket_frames", "event", event_count, [all = deliveries()] {
                return http::TextFrames{all}.buffers().size();
            }};
}

HotPath event_stream() {
    return {"event_stream", "event", event_count, [all = deliveries()] {
                std::size_t bytes = 0;
                for (const auto& one : all) bytes += http::event_stream_entry(one).size();
                return bytes;
            }};
}

// Half of what the vectors found, the words have found, too.
HotPath fusion() {
    std::vector<index::ScoredRow> by_words;
    std::vector<index::SimilarChunk> by_vector;
    for (std::size_t i = 0; i < fused_rows; ++i) {
        const auto score = 1 / (1 + static_cast<double>(i));
        const auto row = static_cast<std::int64_t>(i * 7919 % 1'000'003);
        by_words.push_back({row, 20 * score});
        by_vector.push_back({i % 2 == 0 ? row : row + 1, score});
    }
    return {"fusion", "search", 1, [by_words, by_vector] {
                const auto similarity = [](std::int64_t) { return 0.25; };
                return index::fuse(by_words, by_vector, 0.8, similarity).rows.size();
            }};
}

}  // namespace

std::vector<HotPath> hot_paths() {
    const auto blocks = make_blocks(text_bytes);
    const auto chunks = cut(blocks);
    return {
        request_head(),
        upload_json(),
        chunker(blocks, chunks.size()),
        enrichers(chunks),
        hash_embedder(chunks),
        words_tokenizer(chunks),
        event_json(),
        delivery(),
        web_socket_frames(),
        event_stream(),
        fusion(),
    };
}

}  // namespace ingestd::bench
