#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_map>

#include <ingestd/base/id.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/client/commands.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/relevance.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/upload_event.hpp>

#include "answer_json.hpp"
#include "command_run.hpp"
#include "json_body.hpp"
#include "relevance_set.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

// Well below what the server takes of a JSON body (16 MiB) and of documents in one (10,000).
constexpr std::size_t batch_bytes = 4_MiB;
constexpr std::size_t batch_documents = 1'000;

constexpr int search_limit = 100;  // the most that a search gives

struct EvalRun {
    const EvalCommand& command;
    Console& console;
    std::vector<Question> questions;
    std::vector<Json> batches;                                // arrays of documents
    std::unordered_map<std::string, std::string> corpus_ids;  // by document_id
};

Result<void> read_batches(EvalRun& run) {
    std::size_t bytes = batch_bytes;
    return read_corpus(run.command.folder, [&](CorpusDocument document) -> Result<void> {
        if (bytes >= batch_bytes || run.batches.back().size() >= batch_documents) {
            run.batches.push_back(Json::array());
            bytes = 0;
        }
        bytes += document.content.size();
        const auto id = document_id(run.command.collection, document.id);
        run.corpus_ids.emplace(id.str(), document.id);
        // A document without a word would fail, and is found by nothing anyway.
        if (document.content.empty()) return {};
        run.batches.back().push_back(
            {{"id", std::move(document.id)}, {"content", std::move(document.content)}}
        );
        return {};
    });
}

// Apart from the coroutines: g++ 12 takes no braced lists in these.
Json upload_body(const EvalRun& run, std::size_t batch) {
    Json body = {
        {"collection_name", run.command.collection},
        {"force_recreate", batch == 0},
        {"documents", run.batches[batch]}};
    if (!run.command.embedder.empty()) body["options"] = {{"embedder", run.command.embedder}};
    return body;
}

//   mode  empty: as the collection has it
Json search_body(const std::string& question, const std::string& mode) {
    Json body = {{"query", question}, {"limit", search_limit}};
    if (!mode.empty()) body["mode"] = mode;
    return body;
}

HttpRequest post_of(std::string target, const Json& body) {
    HttpRequest request;
    request.method = "POST";
    request.target = std::move(target);
    request.body = json_body(body.dump(-1, ' ', false, Json::error_handler_t::replace));
    return request;
}

asio::awaitable<Result<std::string>> post(const EvalRun& run, std::string target, Json body) {
    auto request = post_of(std::move(target), body);
    auto answer = co_await exchange(run.command.server, std::move(request), silence_max);
    if (!answer) co_return answer.error();
    if (answer->status >= 300) co_return Error{Errc::refused, describe_refusal(*answer)};
    co_return std::move(answer->body);
}

// One upload after the other; the first makes the collection anew.
asio::awaitable<Result<void>> fill_collection(EvalRun& run) {
    for (std::size_t i = 0; i < run.batches.size(); ++i) {
        const auto accepted = co_await post(run, "/upload", upload_body(run, i));
        if (!accepted) co_return accepted.error();
        const auto id = parse_accepted(*accepted);
        if (!id) co_return id.error();
        const auto count = std::to_string(i + 1) + " of " + std::to_string(run.batches.size());
        Following following{.server = run.command.server, .upload_id = *id, .heading = {}};
        following.heading = "upload " + count;
        following.showing = Showing::bar;
        const auto ended = co_await follow_to_the_end(run.console, following);
        if (!ended) co_return ended.error();
        run.console.end_status();
        if (ended->newest.status != Status::completed)
            co_return Error{Errc::refused, "upload " + *id + " did not complete"};
    }
    co_return Result<void>{};
}

// Documents in the order of their best chunks.
asio::awaitable<Result<std::vector<std::string>>> rank(
    EvalRun& run, std::string question, std::string mode
) {
    auto target = "/collections/" + percent_encode(run.command.collection) + "/search";
    const auto answer = co_await post(run, std::move(target), search_body(question, mode));
    if (!answer) co_return answer.error();
    const auto object = parse_object(*answer);
    if (!object) co_return object.error();
    const auto hits = array_at(*object, "hits");
    if (!hits) co_return hits.error();
    std::vector<std::string> ranking;
    for (const auto& hit : **hits) {
        const auto known = run.corpus_ids.find(text_at(hit, "document_id"));
        if (known == run.corpus_ids.end())
            co_return bad_answer("a hit of no document that was sent");
        if (std::ranges::find(ranking, known->second) == ranking.end())
            ranking.push_back(known->second);
    }
    co_return ranking;
}

std::string figure(std::string_view name, const std::vector<double>& values) {
    const auto mean = mean_of(values);
    std::array<char, 96> line{};
    std::snprintf(
        line.data(),
        line.size(),
        "%-11s %.4f  [%.4f, %.4f]",
        name.data(),
        mean.value,
        mean.low,
        mean.high
    );
    return line.data();
}

asio::awaitable<Result<void>> ask_all(EvalRun& run, std::string mode) {
    std::vector<double> ndcg, recall, reciprocal;
    for (const auto& question : run.questions) {
        const auto ranking = co_await rank(run, question.text, mode);
        if (!ranking) co_return ranking.error();
        const auto measured = measure(*ranking, question.judged);
        ndcg.push_back(measured.ndcg);
        recall.push_back(measured.recall);
        reciprocal.push_back(measured.reciprocal);
    }
    if (!mode.empty()) run.console.line("mode        " + mode);
    run.console.line(figure("nDCG@10", ndcg));
    run.console.line(figure("recall@100", recall));
    run.console.line(figure("MRR@100", reciprocal));
    co_return Result<void>{};
}

asio::awaitable<int> evaluate(EvalRun& run) {
    auto questions = read_questions(run.command.folder);
    if (!questions) co_return report(run.console, questions.error());
    run.questions = std::move(*questions);
    if (const auto read = read_batches(run); !read) co_return report(run.console, read.error());
    const auto documents = run.corpus_ids.size();
    const auto filled = co_await fill_collection(run);
    if (!filled) co_return report(run.console, filled.error());
    run.console.line(
        harmless_line(run.command.collection) + ": " + std::to_string(documents) + " documents, " +
        std::to_string(run.questions.size()) + " questions"
    );
    auto modes = run.command.modes;
    if (modes.empty()) modes.emplace_back();
    for (const auto& mode : modes) {
        const auto asked = co_await ask_all(run, mode);
        if (!asked) co_return report(run.console, asked.error());
    }
    co_return exit_completed;
}

}  // namespace

int eval(const EvalCommand& command) {
    Console console;
    EvalRun run{command, console, {}, {}, {}};
    return run_command([&] { return evaluate(run); }, [&] { console.end_status(); });
}

}  // namespace ingestd::client
