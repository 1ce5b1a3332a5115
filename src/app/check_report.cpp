// How a check's report reads, for a person and for a script.
#include <ingestd/app/data_dir_check.hpp>
#include <ingestd/app/quantity.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::app {
namespace {

using json = nlohmann::ordered_json;
using client::harmless_line;

std::string count_of(std::uint64_t count, const std::string& one, const std::string& many) {
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::uint64_t sound_generations(const CheckReport& report) {
    std::uint64_t sound = 0;
    for (const auto& generation : report.generations) sound += generation.is_sound ? 1 : 0;
    return sound;
}

std::string finding_text(const char* kind, const Finding& finding) {
    auto text = std::string{kind} + harmless_line(finding.where) + ": " +
                harmless_line(finding.what) + '\n';
    if (!finding.advice.empty()) text += "         → " + harmless_line(finding.advice) + '\n';
    return text;
}

std::string left_out(const char* kind, std::uint64_t count, std::size_t shown) {
    if (count <= shown) return {};
    return std::string{kind} + "and " + std::to_string(count - shown) + " more\n";
}

json finding_json(const Finding& finding) {
    return {{"where", finding.where}, {"what", finding.what}, {"advice", finding.advice}};
}

json generation_json(const CheckedGeneration& generation) {
    return {
        {"name", generation.collection},
        {"generation", generation.id.str()},
        {"exists", generation.is_made},
        {"sound", generation.is_sound},
        {"documents", generation.documents},
        {"chunks", generation.chunks}};
}

}  // namespace

std::string to_text(const CheckReport& report) {
    std::uint64_t documents = 0, chunks = 0;
    for (const auto& generation : report.generations) {
        documents += generation.documents;
        chunks += generation.chunks;
    }
    std::string text = "checked " + harmless_line(report.data_dir.string());
    if (report.server)
        text += " (a server is running on it: " + harmless_line(*report.server) + ")";
    text += "\ncatalog      " + count_of(report.counts.uploads, "upload", "uploads") + " (" +
            std::to_string(report.counts.unfinished) + " unfinished), " +
            count_of(report.counts.documents, "document", "documents") + ", schema version " +
            std::to_string(report.schema_version) + "\nblobs        " +
            std::to_string(report.blobs_sound) + " of " + std::to_string(report.blobs_needed) +
            " sound, " + std::to_string(report.blob_bytes) + " bytes read\ncollections  " +
            std::to_string(sound_generations(report)) + " of " +
            std::to_string(report.generations.size()) +
            " sound: " + count_of(documents, "document", "documents") + ", " +
            count_of(chunks, "chunk", "chunks") + "\n";
    const auto& findings = report.findings;
    for (const auto& note : findings.notes()) text += finding_text("note     ", note);
    text += left_out("note     ", findings.note_count(), findings.notes().size());
    for (const auto& damage : findings.damage()) text += finding_text("DAMAGED  ", damage);
    text += left_out("DAMAGED  ", findings.damage_count(), findings.damage().size());
    text += findings.is_sound()
                ? "sound: all that was promised is there\n"
                : "NOT SOUND: " + count_of(findings.damage_count(), "problem", "problems") + '\n';
    return text;
}

std::string to_json(const CheckReport& report) {
    json collections = json::array(), problems = json::array(), notes = json::array();
    for (const auto& generation : report.generations) {
        collections.push_back(generation_json(generation));
    }
    for (const auto& finding : report.findings.damage()) problems.push_back(finding_json(finding));
    for (const auto& finding : report.findings.notes()) notes.push_back(finding_json(finding));
    const json whole = {
        {"data_dir", report.data_dir.string()},
        {"sound", report.findings.is_sound()},
        {"server", report.server ? json(*report.server) : json(nullptr)},
        {"schema_version", report.schema_version},
        {"uploads", report.counts.uploads},
        {"unfinished", report.counts.unfinished},
        {"documents", report.counts.documents},
        {"blobs",
         {{"sound", report.blobs_sound},
          {"needed", report.blobs_needed},
          {"bytes_read", report.blob_bytes}}},
        {"collections", collections},
        {"problem_count", report.findings.damage_count()},
        {"problems", problems},
        {"note_count", report.findings.note_count()},
        {"notes", notes}};
    return whole.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace ingestd::app
