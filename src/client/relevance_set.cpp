#include "relevance_set.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>

#include <ingestd/client/errc.hpp>

#include "answer_json.hpp"

namespace ingestd::client {
namespace {

namespace fs = std::filesystem;

Error bad_line(const fs::path& file, std::size_t line, const std::string& what) {
    return Error{Errc::bad_folder, file.string() + ", line " + std::to_string(line) + ": " + what};
}

// Calls `sink` with each line that is not empty and its number.
Result<void> for_each_line(
    const fs::path& file, const std::function<Result<void>(const std::string&, std::size_t)>& sink
) {
    std::ifstream in{file};
    if (!in) return Error{Errc::bad_folder, "cannot read " + file.string()};
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty()) continue;
        if (auto taken = sink(line, number); !taken) return taken;
    }
    return {};
}

Result<void> for_each_object(
    const fs::path& file, const std::function<Result<void>(const Json&)>& sink
) {
    return for_each_line(file, [&](const std::string& line, std::size_t number) -> Result<void> {
        const auto object = parse_object(line);
        if (!object) return bad_line(file, number, "is no JSON object");
        if (text_at(*object, "_id").empty()) return bad_line(file, number, "has no \"_id\"");
        return sink(*object);
    });
}

// query-id, corpus-id, score; the first line tells that.
Result<void> read_judgements(const fs::path& file, std::map<std::string, Judgements>& judged) {
    return for_each_line(file, [&](const std::string& line, std::size_t number) -> Result<void> {
        if (number == 1) return {};
        const auto first = line.find('\t');
        const auto second = first == std::string::npos ? first : line.find('\t', first + 1);
        int grade = 0;
        const auto* const end = line.data() + line.size();
        if (second == std::string::npos ||
            std::from_chars(line.data() + second + 1, end, grade).ec != std::errc{})
            return bad_line(file, number, "is not query-id, corpus-id, score");
        judged[line.substr(0, first)][line.substr(first + 1, second - first - 1)] = grade;
        return {};
    });
}

bool has_relevant(const Judgements& judged) {
    return std::ranges::any_of(judged, [](const auto& one) { return one.second > 0; });
}

}  // namespace

Result<std::vector<Question>> read_questions(const fs::path& folder) {
    std::error_code ignored;
    const bool is_flat = fs::exists(folder / "qrels.tsv", ignored);
    std::map<std::string, Judgements> judged;
    const auto read =
        read_judgements(is_flat ? folder / "qrels.tsv" : folder / "qrels" / "test.tsv", judged);
    if (!read) return read.error();
    std::vector<Question> questions;
    const auto asked =
        for_each_object(folder / "queries.jsonl", [&](const Json& object) -> Result<void> {
            Question question{text_at(object, "_id"), text_at(object, "text"), {}};
            question.judged = judged[question.id];
            if (has_relevant(question.judged)) questions.push_back(std::move(question));
            return {};
        });
    if (!asked) return asked.error();
    if (questions.empty())
        return Error{Errc::bad_folder, folder.string() + " has no question that was judged"};
    return questions;
}

Result<void> read_corpus(
    const fs::path& folder, const std::function<Result<void>(CorpusDocument)>& sink
) {
    return for_each_object(folder / "corpus.jsonl", [&](const Json& object) -> Result<void> {
        const auto title = text_at(object, "title");
        const auto text = text_at(object, "text");
        const auto between = title.empty() || text.empty() ? "" : "\n\n";
        return sink({text_at(object, "_id"), title + between + text});
    });
}

}  // namespace ingestd::client
