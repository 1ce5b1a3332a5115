// A folder with documents, questions and judgements, in the form of BEIR.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/client/relevance.hpp>

namespace ingestd::client {

struct Question {
    std::string id;
    std::string text;
    Judgements judged;
};

// A line of corpus.jsonl; its title stands above its text.
struct CorpusDocument {
    std::string id;
    std::string content;
};

// queries.jsonl and qrels.tsv (or qrels/test.tsv): the questions for which something is relevant.
//   errors  Errc::bad_folder: with file and line
Result<std::vector<Question>> read_questions(const std::filesystem::path& folder);

// Calls `sink` with each document of corpus.jsonl, in order, until it gives an error.
//   errors  Errc::bad_folder; those of `sink`
Result<void> read_corpus(
    const std::filesystem::path& folder, const std::function<Result<void>(CorpusDocument)>& sink
);

}  // namespace ingestd::client
