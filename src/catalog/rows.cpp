#include "rows.hpp"

#include <nlohmann/json.hpp>

namespace ingestd::catalog {
namespace {

Timestamp read_time(const sqlite::Query& row, int column) {
    return Timestamp{std::chrono::microseconds{row.integer(column)}};
}

// A word that a later version wrote and this one does not know reads as the first of its kind.
Status read_status(std::string_view word) {
    return parse_status(word).value_or(Status::received);
}

std::vector<std::string> read_sentences(std::string_view text) {
    const auto parsed = nlohmann::json::parse(text, nullptr, false);
    std::vector<std::string> sentences;
    if (!parsed.is_array()) return sentences;
    for (const auto& sentence : parsed) {
        if (sentence.is_string()) sentences.push_back(sentence.get<std::string>());
    }
    return sentences;
}

// From column `first` on: status, chunks, pages, is_unchanged, replaced, warnings, failure,
// times, is_superseded, is_skipped, kept_as.
std::optional<DocumentOutcome> read_outcome(const sqlite::Query& row, int first) {
    if (row.is_null(first)) return std::nullopt;
    DocumentOutcome outcome;
    outcome.status = read_status(row.text(first));
    outcome.chunks = row.integer<std::uint64_t>(first + 1);
    outcome.pages = row.integer<std::uint32_t>(first + 2);
    outcome.is_unchanged = row.integer(first + 3) != 0;
    if (!row.is_null(first + 4)) outcome.replaced = row.integer<std::uint64_t>(first + 4);
    outcome.warnings = read_sentences(row.text(first + 5));
    if (!row.is_null(first + 6)) {
        outcome.failure = DocumentFailure{
            row.string(first + 6),
            row.string(first + 7),
            parse_stage(row.text(first + 8)).value_or(Stage::intake),
            row.integer<std::uint32_t>(first + 9)};
    }
    const auto time = [&](int column) { return std::chrono::microseconds{row.integer(column)}; };
    outcome.times = {time(first + 10), time(first + 11), time(first + 12), time(first + 13)};
    outcome.is_superseded = row.integer(first + 14) != 0;
    outcome.is_skipped = row.integer(first + 15) != 0;
    if (!row.is_null(first + 16)) outcome.kept_as = row.string(first + 16);
    return outcome;
}

}  // namespace

UploadRow read_upload(const sqlite::Query& row) {
    UploadRow read;
    auto& upload = read.summary;
    upload.id = row.id<UploadId>(0);
    upload.collection = row.string(1);
    upload.force_recreate = row.integer(2) != 0;
    upload.options.chunking.max_tokens = row.integer<std::uint32_t>(3);
    upload.options.chunking.overlap_tokens = row.integer<std::uint32_t>(4);
    upload.received = read_time(row, 5);
    upload.status = read_status(row.text(6));
    upload.documents = row.integer<std::uint64_t>(7);
    upload.terminal_event = row.string(8);
    if (!row.is_null(9)) read.generation = row.id<GenerationId>(9);
    if (!row.is_null(10)) upload.ended = read_time(row, 10);
    if (!row.is_null(11)) upload.retry_of = row.id<UploadId>(11);
    upload.options.visibility = parse_visibility(row.text(12)).value_or(Visibility::progressive);
    upload.options.on_same_key = parse_on_same_key(row.text(13)).value_or(OnSameKey::replace);
    read.is_cancelling = row.integer(14) != 0;
    upload.options.ocr.languages = split_ocr_languages(row.text(15));
    upload.options.password = row.string(16);
    upload.options.chunking.strategy =
        parse_chunking_strategy(row.text(17)).value_or(ChunkingStrategy::structure);
    upload.options.embedder = row.string(18);
    if (!row.is_null(19)) upload.options.enrichers = split_enrichers(row.text(19));
    upload.options.chunking.tokenizer = parse_tokenizer(row.text(20));
    return read;
}

DocumentRow read_document(const sqlite::Query& row) {
    DocumentRow read;
    auto& record = read.record;
    record.ordinal = row.integer<std::uint32_t>(0);
    record.key = row.string(1);
    record.filename = row.string(2);
    record.content_type = row.string(3);
    record.metadata = row.string(4);
    row.octets(5, record.sha256.bytes);
    record.bytes = row.integer<std::uint64_t>(6);
    if (!row.is_null(24)) record.parent = row.integer<std::uint32_t>(24);
    record.container = row.string(25);
    record.depth = row.integer<std::uint32_t>(26);
    if (!row.is_null(29)) record.stored_chunks = row.integer<std::uint64_t>(29);
    read.outcome = read_outcome(row, 7);
    if (read.outcome) {
        read.outcome->ordinal = record.ordinal;
        read.outcome->embedded = row.integer<std::uint64_t>(27);
        read.outcome->reused = row.integer<std::uint64_t>(28);
    }
    return read;
}

CollectionRecord read_collection(const sqlite::Query& row) {
    CollectionRecord record{
        row.string(0), row.id<GenerationId>(1), read_time(row, 2), row.integer(3) != 0};
    auto& chunking = record.options.chunking;
    if (!row.is_null(4)) chunking.max_tokens = row.integer<std::uint32_t>(4);
    if (!row.is_null(5)) chunking.overlap_tokens = row.integer<std::uint32_t>(5);
    if (!row.is_null(6)) chunking.strategy = parse_chunking_strategy(row.text(6));
    if (!row.is_null(7)) chunking.tokenizer = parse_tokenizer(row.text(7));
    record.options.ocr.languages = split_ocr_languages(row.text(8));
    return record;
}

std::int64_t stored(Timestamp time) {
    return time.time_since_epoch().count();
}

std::string stored(const std::vector<std::string>& sentences) {
    using nlohmann::json;
    return json(sentences).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace ingestd::catalog
