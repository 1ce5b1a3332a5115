#include "tool_list.hpp"

namespace ingestd::client {
namespace {

constexpr std::string_view search_does =
    "Searches documents for passages. Give words that the passage is likely to hold, not a whole "
    "question; \"quoted\" words must stand together, a word with a minus must not be there, and "
    "negot* stands for words that begin so. Each result is one passage with its id, the title of "
    "its document, a url to cite, the text, and where it stands (metadata.page, "
    "metadata.headings).";

constexpr std::string_view fetch_does =
    "Gives the passage of an id that search returned together with the text before and after it.";

constexpr std::string_view filter_does =
    "Only passages of which this holds: {\"year\": {\"gte\": 2020}, \"language\": \"en\"}. "
    "Comparisons: eq ne gt gte lt lte in nin exists; join with and, or, not. Fields: filename, "
    "title, "
    "document_id, language, page, created, modified, indexed, and the documents' own metadata.";

Json text(std::string_view meaning) {
    return {{"type", "string"}, {"description", meaning}};
}

Json integer(
    std::uint32_t min, std::uint32_t max, std::uint32_t otherwise, std::string_view means
) {
    return {
        {"type", "integer"},
        {"minimum", min},
        {"maximum", max},
        {"default", otherwise},
        {"description", means}};
}

Json object_of(Json properties, Json required) {
    return {
        {"type", "object"},
        {"properties", std::move(properties)},
        {"required", std::move(required)}};
}

Json search_input() {
    Json properties;
    properties["query"] = text("What to look for");
    properties["collection"] = text("Where; without it everywhere");
    properties["limit"] = integer(1, limit_max, 10, "Most results");
    properties["filter"] = {{"type", "object"}, {"description", filter_does}};
    properties["mode"] = {
        {"type", "string"},
        {"enum", {"keyword", "vector", "hybrid"}},
        {"description", "By words, by what the text resembles, or by both; best left out"}};
    auto schema = object_of(std::move(properties), Json::array({"query"}));
    schema["additionalProperties"] = false;
    return schema;
}

Json fetch_input() {
    Json properties;
    properties["id"] = text("Of a result of search");
    properties["context"] =
        integer(0, context_max, context_default, "Passages before and after that come with it");
    auto schema = object_of(std::move(properties), Json::array({"id"}));
    schema["additionalProperties"] = false;
    return schema;
}

Json passage_output() {
    Json properties;
    properties["id"] = text("What fetch is asked for");
    properties["title"] = text("Of the document, or its file name");
    properties["url"] = text("To cite: the document as it was sent, at the page");
    properties["text"] = text("The passage");
    properties["metadata"] = {
        {"type", "object"},
        {"description",
         "collection, document_id, filename, page, page_end, headings, start and end in the "
         "document's text, proof (a url that shows the exact source), and the document's own "
         "metadata"}};
    return object_of(
        std::move(properties), Json::array({"id", "title", "url", "text", "metadata"})
    );
}

Json search_output() {
    Json properties;
    properties["results"] = {{"type", "array"}, {"items", passage_output()}};
    properties["warnings"] = {{"type", "array"}, {"items", {{"type", "string"}}}};
    return object_of(std::move(properties), Json::array({"results"}));
}

Json tool(std::string_view name, std::string_view title, std::string_view does) {
    return {
        {"name", name},
        {"title", title},
        {"description", does},
        {"annotations",
         {{"title", title},
          {"readOnlyHint", true},
          {"idempotentHint", true},
          {"openWorldHint", false}}}};
}

}  // namespace

Json tool_list() {
    auto search = tool("search", "Search documents", search_does);
    search["inputSchema"] = search_input();
    search["outputSchema"] = search_output();
    auto fetch = tool("fetch", "Read on around a passage", fetch_does);
    fetch["inputSchema"] = fetch_input();
    fetch["outputSchema"] = passage_output();
    return Json::array({std::move(search), std::move(fetch)});
}

bool is_tool(std::string_view name) {
    return name == "search" || name == "fetch";
}

}  // namespace ingestd::client
