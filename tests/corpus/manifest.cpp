#include "manifest.hpp"

#include <cstdlib>
#include <fstream>

#include <nlohmann/json.hpp>

namespace ingestd::corpus {
namespace {

using nlohmann::json;

std::string text_or_empty(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// Slides, sheets and chapters are counted as pages.
unsigned page_of(const json& fact) {
    for (const char* kind : {"page", "slide", "sheet", "spine_item"}) {
        if (fact.contains(kind)) return fact.at(kind);
    }
    return 0;
}

Document read_document(const json& entry) {
    Document document;
    document.file = entry.at("file");
    document.group = document.file.substr(0, document.file.find('/'));
    document.format = text_or_empty(entry, "format");
    for (const auto& fact : entry.value("facts", json::array())) {
        document.facts.push_back(
            {fact.at("text"),
             page_of(fact),
             fact.value("message", 0U),
             text_or_empty(fact, "entry")}
        );
    }
    for (const auto& text : entry.value("must_not", json::array()))
        document.must_not.push_back(text);
    for (const auto& name : entry.value("entry_names", json::array()))
        document.entry_names.push_back(name);
    const auto expect = entry.value("expect", json::object());
    document.outcome = text_or_empty(expect, "outcome");
    for (const auto& text : expect.value("must_contain", json::array()))
        document.must_contain.push_back(text);
    if (expect.contains("or")) document.other_outcome = text_or_empty(expect.at("or"), "outcome");
    document.is_picture = entry.value("ocr", false);
    return document;
}

}  // namespace

std::optional<std::filesystem::path> find_corpus() {
    namespace fs = std::filesystem;
    const char* shared = std::getenv("INGESTD_SHARED");
    const fs::path folder =
        shared != nullptr ? fs::path{shared} : fs::path{INGESTD_SOURCE_DIR} / ".." / "shared";
    const auto corpus = folder / "corpus";
    if (!fs::exists(corpus / "manifest.json")) return std::nullopt;
    return corpus;
}

std::vector<Document> read_manifest(const std::filesystem::path& corpus) {
    std::ifstream file{corpus / "manifest.json"};
    const auto manifest = json::parse(file);
    std::vector<Document> documents;
    for (const auto& entry : manifest.at("files")) documents.push_back(read_document(entry));
    return documents;
}

}  // namespace ingestd::corpus
