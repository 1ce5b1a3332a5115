#include "rows.hpp"

#include <nlohmann/json.hpp>

#include "enrichment_column.hpp"

namespace ingestd::index {
namespace {

constexpr char separator = '\x1F';

}  // namespace

StoredChunk read_chunk(const sqlite::Query& row) {
    StoredChunk stored;
    stored.document = row.id<DocumentId>(0);
    stored.filename = row.string(1);
    stored.metadata = row.string(2);
    auto& chunk = stored.chunk;
    chunk.position = row.integer<std::uint64_t>(3);
    chunk.range = {row.integer<std::uint64_t>(4), row.integer<std::uint64_t>(5)};
    chunk.page = row.integer<std::uint32_t>(6);
    chunk.page_end = row.integer<std::uint32_t>(7);
    chunk.tokens = row.integer<std::uint32_t>(8);
    chunk.enrichment.language = row.string(9);
    chunk.enrichment.keywords = split(row.text(10));
    chunk.enrichment.words = row.integer<std::uint32_t>(11);
    chunk.enrichment.characters = row.integer<std::uint32_t>(12);
    chunk.enrichment.sentences = row.integer<std::uint32_t>(13);
    chunk.headings = split(row.text(14));
    chunk.text = row.string(15);
    read_enrichment(row.text(16), chunk.enrichment);
    stored.id = chunk_id(stored.document, chunk.position);
    return stored;
}

DocumentVersion read_document(const sqlite::Query& row) {
    DocumentVersion version;
    version.row = row.integer(0);
    auto& document = version.document;
    document.id = row.id<DocumentId>(1);
    document.key = row.string(2);
    document.filename = row.string(3);
    document.metadata = row.string(4);
    document.upload = row.id<UploadId>(5);
    document.indexed = Timestamp{std::chrono::microseconds{row.integer(6)}};
    document.chunks = row.integer<std::uint64_t>(7);
    document.summary = parse_summary(row.text(9));
    document.summary.chunks = document.chunks;
    document.summary.text_bytes = row.integer<std::uint64_t>(8);
    if (!row.is_null(10)) {
        auto& original = document.original.emplace();
        row.octets(10, original.sha256.bytes);
        original.bytes = row.integer<std::uint64_t>(11);
    }
    if (!row.is_null(12)) document.parent = row.id<DocumentId>(12);
    document.ordinal = row.integer<std::uint32_t>(13);
    return version;
}

std::string to_json(const DocumentSummary& summary) {
    using nlohmann::json;
    const auto& facts = summary.facts;
    json blocks;
    for (const auto kind : all_block_kinds) blocks[to_string(kind)] = summary.blocks.at(kind);
    const json written{
        {"title", summary.title},
        {"language", summary.language},
        {"children", summary.children},
        {"blocks", blocks},
        {"facts",
         {{"format", facts.format},
          {"title", facts.title},
          {"author", facts.author},
          {"language", facts.language},
          {"encoding", facts.encoding},
          {"created", facts.created},
          {"modified", facts.modified},
          {"pages", facts.pages},
          {"warnings", facts.warnings}}}};
    return written.dump(-1, ' ', false, json::error_handler_t::replace);
}

DocumentSummary parse_summary(std::string_view text) {
    using nlohmann::json;
    const auto read = json::parse(text, nullptr, false);
    DocumentSummary summary;
    if (!read.is_object()) return summary;
    summary.title = read.value("title", "");
    summary.language = read.value("language", "");
    summary.children = read.value("children", std::uint64_t{0});
    const auto blocks = read.value("blocks", json::object());
    for (const auto kind : all_block_kinds)
        summary.blocks.set(kind, blocks.value(std::string{to_string(kind)}, std::uint64_t{0}));
    const auto found = read.value("facts", json::object());
    auto& facts = summary.facts;
    facts.format = found.value("format", "");
    facts.title = found.value("title", "");
    facts.author = found.value("author", "");
    facts.language = found.value("language", "");
    facts.encoding = found.value("encoding", "");
    facts.created = found.value("created", "");
    facts.modified = found.value("modified", "");
    facts.pages = found.value("pages", 0u);
    facts.warnings = found.value("warnings", std::vector<std::string>{});
    return summary;
}

std::string title_of(std::string_view summary, std::string_view lead) {
    auto title = parse_summary(summary).title;
    return title.empty() ? std::string{lead} : title;
}

std::string join(const std::vector<std::string>& parts) {
    std::string joined;
    for (const auto& part : parts) {
        if (&part != &parts.front()) joined += separator;
        for (const char c : part) joined += c == separator ? ' ' : c;
    }
    return joined;
}

std::vector<std::string> split(std::string_view joined) {
    std::vector<std::string> parts;
    if (joined.empty()) return parts;
    for (;;) {
        const auto end = joined.find(separator);
        parts.emplace_back(joined.substr(0, end));
        if (end == std::string_view::npos) return parts;
        joined.remove_prefix(end + 1);
    }
}

}  // namespace ingestd::index
