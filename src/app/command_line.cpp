#include <algorithm>

#include <CLI/CLI.hpp>
#include <ingestd/app/command_line.hpp>
#include <ingestd/app/nearest_name.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/base/utf8.hpp>

#include "command_examples.hpp"
#include "given_options.hpp"
#include "maintenance_line.hpp"
#include "reading_flags.hpp"

namespace ingestd::app {
namespace {

constexpr std::string_view about =
    "Documents go in over HTTP, every chunk is seen landing, and what is in them is found again.";

// The whole command line: what CLI11 writes into, and its declaration.
struct CommandLine {
    explicit CommandLine(const std::string& version);

    CLI::App app{std::string{about}, "ingestd"};
    Given serve_given, upload_given, watch_given, search_given, sync_given, eval_given, mcp_given;
    Given reembed_given;
    MaintenanceLine maintenance;
    client::UploadCommand upload;
    client::WatchCommand watch;
    client::SearchCommand search;
    client::SyncCommand sync;
    client::EvalCommand eval;
    client::ReembedCommand reembed;
    client::McpCommand mcp;
    std::vector<std::string> paths;
    std::string folder;
    std::int64_t rescan_seconds = 300;
    std::vector<std::string> query;
    bool no_wait = false;
    ReadingFlags reading;
    std::string extracted_file;
    std::string extract_form = "text";
    Given extract_given;
    CLI::App* serve_app = nullptr;
    CLI::App* extract_app = nullptr;
    CLI::App* upload_app = nullptr;
    CLI::App* watch_app = nullptr;
    CLI::App* search_app = nullptr;
    CLI::App* sync_app = nullptr;
    CLI::App* eval_app = nullptr;
    CLI::App* reembed_app = nullptr;
    CLI::App* mcp_app = nullptr;

    client::ReadingOptions asked_of_reading() const {
        return {reading.password, reading.ocr_languages};
    }

private:
    CLI::App* add_command(std::string name, std::string does, std::string_view examples);
    void declare_extract();
    void declare_upload();
    void declare_watch();
    void declare_search();
    void declare_sync();
    void declare_eval();
    void declare_reembed();
    void declare_mcp();
};

CommandLine::CommandLine(const std::string& version) {
    app.set_version_flag("--version", "ingestd " + version, "Print the version");
    app.set_help_flag("-h,--help", "Print this help");
    app.footer(std::string{program_examples});
    app.require_subcommand(0, 1);
    serve_app = add_command("serve", "Start the server", serve_examples);
    add_table(*serve_app, Audience::server, serve_given);
    maintenance.declare(app);
    declare_extract();
    declare_upload();
    declare_watch();
    declare_search();
    declare_sync();
    declare_eval();
    declare_reembed();
    mcp.version = version;
    declare_mcp();
}

CLI::App* CommandLine::add_command(std::string name, std::string does, std::string_view examples) {
    auto* const command = app.add_subcommand(std::move(name), std::move(does));
    command->footer(std::string{examples});
    return command;
}

void CommandLine::declare_extract() {
    extract_app = add_command("extract", "Print what would be indexed of a file", extract_examples);
    extract_app->add_option("FILE", extracted_file, "The file")->required()->type_name("");
    extract_app->add_option("--form", extract_form, "text (the default), markdown or json")
        ->type_name("FORM")
        ->check(CLI::IsMember({"text", "markdown", "json"}).description(""));
    reading.declare(*extract_app);
    add_some(
        *extract_app,
        {"extract-program", "helper-memory-max", "helper-silence-max", "tessdata-dir"},
        extract_given
    );
}

void CommandLine::declare_upload() {
    upload.collection = "rag_documents";
    upload_app = add_command(
        "upload", "Upload files and folders, and watch them being indexed", upload_examples
    );
    upload_app->add_option("PATH", paths, "Files and folders; - is the standard input")
        ->required()
        ->type_name("");
    upload_app->add_option("-c,--collection", upload.collection, "Where to (rag_documents)")
        ->type_name("NAME");
    upload_app->add_option("--filename", upload.filename, "What the standard input is called")
        ->type_name("NAME");
    upload_app->add_flag(
        "--force-recreate",
        upload.force_recreate,
        "Replace all that is in the collection, once the upload has completed"
    );
    upload_app->add_flag("--no-wait", no_wait, "End once the server has the documents");
    upload_app->add_flag("--json", upload.is_json, "Print events as JSON lines, then the result");
    upload_app->add_option("--batch", upload.batch, "Most documents of one upload (1000)")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000).description(""));
    reading.declare(*upload_app);
    add_table(*upload_app, Audience::client, upload_given);
}

void CommandLine::declare_watch() {
    watch_app = add_command("watch", "Watch an upload until it has ended", watch_examples);
    watch_app
        ->add_option("UPLOAD_ID", watch.upload_id, "As `ingestd upload` and the server tell it")
        ->required()
        ->type_name("");
    watch_app->add_flag("--json", watch.is_json, "Print events as JSON lines, then the result");
    add_table(*watch_app, Audience::client, watch_given);
}

void CommandLine::declare_search() {
    search_app = add_command("search", "Search a collection", search_examples);
    search_app->add_option("NAME", search.collection, "The collection")->required()->type_name("");
    search_app->add_option("QUERY", query, "What to look for")->required()->type_name("");
    search_app->add_option("--limit", search.limit, "Most hits (10)")
        ->type_name("N")
        ->check(CLI::Range(1, 100).description(""));
    search_app->add_option("--offset", search.offset, "Pass over so many of the best (0)")
        ->type_name("N")
        ->check(CLI::Range(0, 1000).description(""));
    search_app->add_option("--filter", search.filter, "Only what this JSON object holds for")
        ->type_name("JSON");
    search_app
        ->add_option("--mode", search.mode, "keyword, vector or hybrid (as the collection has it)")
        ->type_name("MODE")
        ->check(CLI::IsMember({"keyword", "vector", "hybrid"}).description(""));
    search_app->add_flag("--group", search.is_grouped, "Document by document, with its best hit");
    search_app
        ->add_option("--context", search.context, "Passages to either side that come along (0)")
        ->type_name("N")
        ->check(CLI::Range(0, 5).description(""));
    search_app->add_flag("--json", search.is_json, "Print the server's answer as one JSON line");
    add_table(*search_app, Audience::client, search_given);
}

void CommandLine::declare_sync() {
    sync.collection = "rag_documents";
    sync_app = add_command("sync", "Make a collection hold what a folder holds", sync_examples);
    sync_app->add_option("DIR", folder, "The folder, with all that is below it")
        ->required()
        ->type_name("");
    sync_app->add_option("-c,--collection", sync.collection, "Where to (rag_documents)")
        ->type_name("NAME");
    sync_app
        ->add_option(
            "--source",
            sync.source,
            "What the folder is called in the collection (its own name): one name for one folder"
        )
        ->type_name("NAME");
    sync_app->add_flag("--watch", sync.is_watching, "Stay, and sync whenever something changes");
    sync_app->add_flag("--dry-run", sync.is_dry_run, "Print what would be done, and do nothing");
    sync_app->add_flag(
        "--allow-removals",
        sync.allows_removals,
        "Also remove where all, or more than half, of what it brought would go"
    );
    sync_app->add_flag(
        "--take-over", sync.takes_over, "Replace documents of the same name that came another way"
    );
    sync_app->add_flag(
        "--retry-failed", sync.retries_failed, "Send again what failed before and has not changed"
    );
    sync_app->add_flag("--json", sync.is_json, "Print each action as a JSON line");
    sync_app
        ->add_option(
            "--rescan", rescan_seconds, "With --watch: compare all at least this often (300)"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 86'400).description(""));
    reading.declare(*sync_app);
    add_table(*sync_app, Audience::client, sync_given);
}

void CommandLine::declare_eval() {
    eval_app = add_command("eval", "Measure how well searches find what was judged", eval_examples);
    eval_app->add_option("FOLDER", folder, "Documents, questions and judgements")
        ->required()
        ->type_name("");
    eval_app
        ->add_option(
            "-c,--collection", eval.collection, "Where to; made anew (eval- and the folder's name)"
        )
        ->type_name("NAME");
    eval_app
        ->add_option("--mode", eval.modes, "keyword, vector, hybrid; more than once: one by one")
        ->type_name("MODE")
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"keyword", "vector", "hybrid"}).description(""));
    eval_app->add_option("--embedder", eval.embedder, "Whose vectors it is to have")
        ->type_name("NAME");
    add_table(*eval_app, Audience::client, eval_given);
}

void CommandLine::declare_reembed() {
    reembed_app = add_command(
        "reembed", "Give a collection the vectors of another embedder", reembed_examples
    );
    reembed_app->add_option("COLLECTION", reembed.collection, "Which")->required()->type_name("");
    reembed_app->add_option("--embedder", reembed.embedder, "Whose vectors; none: without any")
        ->type_name("NAME");
    reembed_app->add_flag("--json", reembed.is_json, "Print events as JSON lines, then the result");
    add_table(*reembed_app, Audience::client, reembed_given);
}

void CommandLine::declare_mcp() {
    mcp_app = add_command("mcp", "Offer collections to a language model's program", mcp_examples);
    mcp_app
        ->add_option(
            "-c,--collection", mcp.collection, "What is searched where a call names none (all)"
        )
        ->type_name("NAME");
    add_table(*mcp_app, Audience::client, mcp_given);
}

// The first argument that nobody wants, with what may have been meant.
std::string what_is_unknown(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    const auto& of = chosen.empty() ? app : *chosen.front();
    const auto rest = app.remaining(true);
    const auto written = rest.empty() ? std::string{} : rest.front();
    const bool is_option = written.starts_with('-');
    std::vector<std::string> names;
    if (is_option) {
        for (const auto* option : of.get_options()) names.push_back(option->get_name());
    } else if (chosen.empty()) {
        for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
    }
    const auto kind = is_option ? "option" : chosen.empty() ? "command" : "further argument";
    return "there is no " + std::string{kind} + ' ' + log::quote_unless_plain(written) +
           did_you_mean(written.substr(0, written.find('=')), names);
}

// What CLI11 ended parsing with: a help or version that was asked for, or a mistake.
Saying said(const CommandLine& line, const CLI::ParseError& ended) {
    if (dynamic_cast<const CLI::CallForVersion*>(&ended)) {
        return {client::exit_completed, std::string{ended.what()} + '\n'};
    }
    if (ended.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
        return {client::exit_completed, line.app.help()};  // of the command, where one was named
    }
    const auto chosen = line.app.get_subcommands();
    const auto command = chosen.empty() ? "ingestd" : "ingestd " + chosen.front()->get_name();
    const bool is_unknown = dynamic_cast<const CLI::ExtrasError*>(&ended) != nullptr;
    const auto why = is_unknown ? what_is_unknown(line.app) : std::string{ended.what()};
    return wrong_usage("ingestd: " + why + "\nSee `" + command + " --help`.\n");
}

// Fills in the server of a client command.
template <class ClientCommand>
Command with_server(ClientCommand command, const Given& given, const Environment& environment) {
    const auto configured = configure(given, Audience::client, environment);
    if (const auto* wrong = std::get_if<Saying>(&configured)) return *wrong;
    auto server = client::parse_server_address(std::get<Configuration>(configured).server);
    if (!server) return wrong_usage("ingestd: --server: " + server.error().detail + '\n');
    command.server = std::move(*server);
    return command;
}

Command extract_command(const CommandLine& line, const Environment& environment) {
    auto configured = configure(line.extract_given, Audience::server, environment);
    if (const auto* wrong = std::get_if<Saying>(&configured)) return *wrong;
    const auto form = line.extract_form == "markdown" ? ExtractForm::markdown
                      : line.extract_form == "json"   ? ExtractForm::json
                                                      : ExtractForm::text;
    return ExtractCommand{
        std::get<Configuration>(std::move(configured)),
        line.extracted_file,
        form,
        line.asked_of_reading()};
}

Command upload_command(CommandLine& line, const Environment& environment) {
    line.upload.paths.assign(line.paths.begin(), line.paths.end());
    line.upload.is_waiting = !line.no_wait;
    line.upload.reading = line.asked_of_reading();
    const bool reads_stdin = std::ranges::find(line.paths, "-") != line.paths.end();
    if (reads_stdin && line.upload.filename.empty()) {
        return wrong_usage("ingestd: say what the standard input is called: --filename notes.md\n");
    }
    if (!reads_stdin && !line.upload.filename.empty()) {
        return wrong_usage("ingestd: --filename names the standard input, which is the path -\n");
    }
    return with_server(std::move(line.upload), line.upload_given, environment);
}

Command watch_command(CommandLine& line, const Environment& environment) {
    if (!UploadId::parse(line.watch.upload_id)) {
        return wrong_usage(
            "ingestd: " + log::quote_unless_plain(line.watch.upload_id) +
            " is no upload id such as f47ac10b-58cc-4372-a567-0e02b2c3d479\n"
        );
    }
    return with_server(std::move(line.watch), line.watch_given, environment);
}

Command search_command(CommandLine& line, const Environment& environment) {
    for (const auto& word : line.query) {
        line.search.query += (line.search.query.empty() ? "" : " ") + word;
    }
    return with_server(std::move(line.search), line.search_given, environment);
}

Command sync_command(CommandLine& line, const Environment& environment) {
    const auto& source = line.sync.source;
    if (source.find('/') != std::string::npos || !utf8::is_valid(source)) {
        return wrong_usage("ingestd: --source: must be a name in UTF-8 without a slash\n");
    }
    if (line.sync.is_watching && line.sync.is_dry_run) {
        return wrong_usage("ingestd: --dry-run looks once: it does not go with --watch\n");
    }
    line.sync.folder = line.folder;
    line.sync.reading = line.asked_of_reading();
    line.sync.rescan_every = std::chrono::seconds{line.rescan_seconds};
    return with_server(std::move(line.sync), line.sync_given, environment);
}

Command eval_command(CommandLine& line, const Environment& environment) {
    line.eval.folder = line.folder;
    if (line.eval.collection.empty()) {
        const auto named = (line.eval.folder / "").parent_path().filename().string();
        line.eval.collection = "eval-" + named;
    }
    return with_server(std::move(line.eval), line.eval_given, environment);
}

}  // namespace

Command parse_command_line(
    std::span<const char* const> arguments,
    const Environment& environment,
    const std::string& version
) {
    CommandLine line{version};
    try {
        line.app.parse(static_cast<int>(arguments.size()), arguments.data());
    } catch (const CLI::ParseError& ended) {
        return said(line, ended);
    }
    if (*line.extract_app || *line.upload_app || *line.sync_app) {
        if (const auto wrong = line.reading.settle(environment)) {
            return wrong_usage("ingestd: " + *wrong + '\n');
        }
    }
    if (*line.serve_app) {
        auto configured = configure(line.serve_given, Audience::server, environment);
        if (const auto* wrong = std::get_if<Saying>(&configured)) return *wrong;
        return ServeCommand{std::get<Configuration>(std::move(configured))};
    }
    if (auto command = line.maintenance.command(environment)) return std::move(*command);
    if (*line.extract_app) return extract_command(line, environment);
    if (*line.upload_app) return upload_command(line, environment);
    if (*line.watch_app) return watch_command(line, environment);
    if (*line.search_app) return search_command(line, environment);
    if (*line.sync_app) return sync_command(line, environment);
    if (*line.eval_app) return eval_command(line, environment);
    if (*line.reembed_app)
        return with_server(std::move(line.reembed), line.reembed_given, environment);
    if (*line.mcp_app) return with_server(std::move(line.mcp), line.mcp_given, environment);
    return Saying{client::exit_completed, line.app.help()};
}

}  // namespace ingestd::app
