#include <map>

#include <ingestd/app/command_line.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::app {
namespace {

using Variables = std::map<std::string, std::string>;

Command parse(std::vector<std::string> words, Variables variables = {}) {
    words.insert(words.begin(), "ingestd");
    std::vector<const char*> arguments;
    for (const auto& word : words) arguments.push_back(word.c_str());
    const auto environment = [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
    return parse_command_line(arguments, environment, "1.2.3");
}

Saying said(const Command& command) {
    REQUIRE(std::holds_alternative<Saying>(command));
    return std::get<Saying>(command);
}

TEST_CASE("what is misspelt is told with what may have been meant", "[command line]") {
    const auto option = said(parse({"serve", "--prot", "1"}));
    CHECK(option.exit_status == client::exit_usage);
    CHECK_THAT(option.text, Catch::Contains("there is no option --prot; did you mean --port?"));
    CHECK_THAT(
        said(parse({"serch", "words"})).text,
        Catch::Contains("there is no command serch; did you mean search?")
    );
    CHECK_THAT(
        said(parse({"search", "c", "words", "--bananas"})).text,
        Catch::Contains("there is no option --bananas\n")
    );
}

TEST_CASE("serve takes flags, the environment and a file in this order", "[command line]") {
    const test::TemporaryDirectory root;
    const auto file =
        test::write_file(root / "i.conf", "port = 3\nworkers = 3\ndocuments-max = 3\n").string();

    const auto command = parse(
        {"serve", "--port", "1", "--config", file},
        {{"INGESTD_PORT", "2"}, {"INGESTD_WORKERS", "2"}}
    );

    REQUIRE(std::holds_alternative<ServeCommand>(command));
    const auto& configuration = std::get<ServeCommand>(command).configuration;
    CHECK(configuration.http.port == 1);
    CHECK(configuration.workers == 2);
    CHECK(configuration.http.documents_max == 3);
}

TEST_CASE("the file may be named by the environment", "[command line]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "i.conf", "port = 3\n").string();
    const auto command = parse({"serve"}, {{"INGESTD_CONFIG", file}});
    REQUIRE(std::holds_alternative<ServeCommand>(command));
    CHECK(std::get<ServeCommand>(command).configuration.http.port == 3);
}

TEST_CASE("a list takes a flag again and again", "[command line]") {
    const auto command = parse({"serve", "--allow-host", "a.example", "--allow-host=b.example"});
    REQUIRE(std::holds_alternative<ServeCommand>(command));
    CHECK(
        std::get<ServeCommand>(command).configuration.http.allow_hosts ==
        std::vector<std::string>{"a.example", "b.example"}
    );
}

TEST_CASE("everything that is wrong with a configuration is said at once", "[command line]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "i.conf", "[server]\nhosst = a\n").string();
    const auto saying = said(parse({"serve", "--port", "x", "--config", file}));
    CHECK(saying.exit_status == client::exit_usage);
    CHECK(
        saying.text == "ingestd: " + file + ":1: sections are not used: write name = value\n" +
                           "ingestd: " + file +
                           ":2: there is no option hosst; did you mean host?\n"
                           "ingestd: --port: x is not a whole number from 0 to 65535\n"
    );
}

TEST_CASE("upload takes paths, a collection and a server", "[command line]") {
    const auto command = parse(
        {"upload",
         "a.pdf",
         "docs",
         "--collection",
         "c1",
         "--force-recreate",
         "--batch",
         "5",
         "--json",
         "--no-wait",
         "--server",
         "http://h:9/p"}
    );
    REQUIRE(std::holds_alternative<client::UploadCommand>(command));
    const auto& upload = std::get<client::UploadCommand>(command);
    CHECK(upload.paths == std::vector<std::filesystem::path>{"a.pdf", "docs"});
    CHECK(upload.collection == "c1");
    CHECK(upload.force_recreate);
    CHECK(upload.batch == 5);
    CHECK(upload.is_json);
    CHECK_FALSE(upload.is_waiting);
    CHECK(upload.server == client::ServerAddress{"h", "9", "/p"});
}

TEST_CASE("sync takes a folder, a collection and how to go about it", "[command line]") {
    const auto command = parse(
        {"sync",
         "docs",
         "-c",
         "c1",
         "--source",
         "manual",
         "--watch",
         "--allow-removals",
         "--take-over",
         "--retry-failed",
         "--json",
         "--rescan",
         "7"}
    );
    REQUIRE(std::holds_alternative<client::SyncCommand>(command));
    const auto& sync = std::get<client::SyncCommand>(command);
    CHECK(sync.folder == "docs");
    CHECK(sync.collection == "c1");
    CHECK(sync.source == "manual");
    CHECK(sync.is_watching);
    CHECK(sync.allows_removals);
    CHECK(sync.takes_over);
    CHECK(sync.retries_failed);
    CHECK(sync.is_json);
    CHECK(sync.rescan_every == std::chrono::seconds{7});
    CHECK_FALSE(sync.is_dry_run);
}

TEST_CASE("upload, sync and extract say how documents are read", "[command line]") {
    const client::ReadingOptions asked{"secret", {"eng", "chi_sim"}};
    const std::vector<std::string> flags{
        "--password", "secret", "--ocr-language", "eng", "--ocr-language=chi_sim"};
    const auto with_flags = [&](std::vector<std::string> words) {
        words.insert(words.end(), flags.begin(), flags.end());
        return parse(std::move(words));
    };

    CHECK(std::get<client::UploadCommand>(with_flags({"upload", "a"})).reading == asked);
    CHECK(std::get<client::SyncCommand>(with_flags({"sync", "d"})).reading == asked);
    CHECK(std::get<ExtractCommand>(with_flags({"extract", "a"})).reading == asked);
    CHECK(
        std::get<client::UploadCommand>(parse({"upload", "a", "--ocr-language", "eng,chi_sim"}))
            .reading.ocr_languages == asked.ocr_languages
    );
}

TEST_CASE("a password may come by the environment, where nobody sees it", "[command line]") {
    const Variables variables{{"INGESTD_DOCUMENT_PASSWORD", "of the environment"}};
    const auto password = [&](std::vector<std::string> words) {
        return std::get<client::UploadCommand>(parse(std::move(words), variables)).reading.password;
    };

    CHECK(password({"upload", "a"}) == "of the environment");
    CHECK(password({"upload", "a", "--password", "given"}) == "given");
}

TEST_CASE("the languages of OCR are set for the server and for extract", "[command line]") {
    const Variables variables{{"INGESTD_OCR_LANGUAGES", "deu,fra"}, {"TESSDATA_PREFIX", "/data"}};

    const auto configuration = std::get<ServeCommand>(parse({"serve"}, variables)).configuration;

    CHECK(configuration.ocr_languages == std::vector<std::string>{"deu", "fra"});
    CHECK(configuration.tessdata_dir == "/data");
    CHECK(
        std::get<ExtractCommand>(parse({"extract", "a"}, variables)).configuration.ocr_languages ==
        configuration.ocr_languages
    );
    CHECK(
        std::get<ServeCommand>(parse({"serve", "--tessdata-dir", "/other"}, variables))
            .configuration.tessdata_dir == "/other"
    );
}

TEST_CASE("client commands find their server as a server finds its options", "[command line]") {
    const auto from_environment =
        parse({"search", "c1", "two", "words"}, {{"INGESTD_SERVER", "http://h:9"}});
    REQUIRE(std::holds_alternative<client::SearchCommand>(from_environment));
    const auto& search = std::get<client::SearchCommand>(from_environment);
    CHECK(search.server == client::ServerAddress{"h", "9", ""});
    CHECK(search.query == "two words");
    CHECK(search.limit == 10);

    const auto by_default = parse({"watch", "f47ac10b-58cc-4372-a567-0e02b2c3d479"});
    REQUIRE(std::holds_alternative<client::WatchCommand>(by_default));
    CHECK(std::get<client::WatchCommand>(by_default).server.port == "8080");
}

TEST_CASE("an evaluation asks in each mode that is named", "[command line]") {
    const auto command = std::get<client::EvalCommand>(
        parse({"eval", "sets/scifact", "--mode", "keyword", "--mode", "hybrid"})
    );
    CHECK(command.modes == std::vector<std::string>{"keyword", "hybrid"});
    CHECK(
        said(parse({"eval", "sets/scifact", "--mode", "best"})).exit_status == client::exit_usage
    );
}

TEST_CASE("a collection is given another embedder by its name", "[command line]") {
    const auto command =
        std::get<client::ReembedCommand>(parse({"reembed", "c1", "--embedder", "none"}));
    CHECK(command.collection == "c1");
    CHECK(command.embedder == "none");
    CHECK(said(parse({"reembed"})).exit_status == client::exit_usage);
}

TEST_CASE("a search says which part of what is found it wants", "[command line]") {
    const auto command = parse(
        {"search",
         "c1",
         "fox",
         "--filter",
         "{}",
         "--mode",
         "hybrid",
         "--group",
         "--offset",
         "20",
         "--context",
         "2",
         "--limit",
         "5"}
    );

    REQUIRE(std::holds_alternative<client::SearchCommand>(command));
    const auto& search = std::get<client::SearchCommand>(command);
    CHECK(search.filter == "{}");
    CHECK(search.mode == "hybrid");
    CHECK(search.is_grouped);
    CHECK(search.offset == 20);
    CHECK(search.context == 2);
    CHECK(search.limit == 5);
}

TEST_CASE("what a language model searches is a server's, or one collection", "[command line]") {
    const auto command = parse({"mcp", "-c", "reports", "--server", "http://h:9/docs"});

    REQUIRE(std::holds_alternative<client::McpCommand>(command));
    const auto& mcp = std::get<client::McpCommand>(command);
    CHECK(mcp.server == client::ServerAddress{"h", "9", "/docs"});
    CHECK(mcp.collection == "reports");
    CHECK_FALSE(mcp.version.empty());
    CHECK(std::get<client::McpCommand>(parse({"mcp"})).collection.empty());
}

TEST_CASE("an evaluation has a collection of its own", "[command line]") {
    const auto named = [](std::vector<std::string> words) {
        return std::get<client::EvalCommand>(parse(words)).collection;
    };

    CHECK(named({"eval", "sets/scifact"}) == "eval-scifact");
    CHECK(named({"eval", "sets/scifact/"}) == "eval-scifact");
    CHECK(named({"eval", "sets/scifact", "-c", "try-2"}) == "try-2");
}

TEST_CASE("wrong usage is said with what helps", "[command line]") {
    using Words = std::vector<std::string>;
    const auto [words, text] = GENERATE(table<Words, std::string>({
        {Words{"frob"}, "See `ingestd --help`"},
        {Words{"serve", "--prot", "1"}, "See `ingestd serve --help`"},
        {Words{"serve", "--port", "1", "--port", "2"}, "--port is given twice"},
        {Words{"serve", "--config", "/nowhere/i.conf"}, "/nowhere/i.conf"},
        {Words{"upload"}, "PATH is required"},
        {Words{"upload", "a", "--batch", "0"}, "--batch"},
        {Words{"upload", "-"}, "--filename notes.md"},
        {Words{"upload", "a", "--filename", "b"}, "--filename names the standard input"},
        {Words{"upload", "a", "--server", "https://h"}, "https is not spoken"},
        {Words{"watch", "x"}, "x is no upload id"},
        {Words{"search", "c"}, "QUERY is required"},
        {Words{"search", "c", "x", "--mode", "guess"}, "--mode"},
        {Words{"search", "c", "x", "--context", "6"}, "--context"},
        {Words{"search", "c", "q", "--limit", "101"}, "--limit"},
        {Words{"sync"}, "DIR is required"},
        {Words{"sync", "d", "--source", "a/b"}, "--source: must be a name"},
        {Words{"sync", "d", "--watch", "--dry-run"}, "--dry-run looks once"},
        {Words{"sync", "d", "--rescan", "0"}, "--rescan"},
        {Words{"upload", "a", "--ocr-language", "../x"}, "--ocr-language: ../x is no name"},
        {Words{"upload", "a", "--password", std::string(1025, 'x')}, "longer than 1024 bytes"},
        {Words{"serve", "--ocr-languages", "e"}, "is no name of Tesseract's"},
    }));
    CAPTURE(words);
    const auto saying = said(parse(words));
    CHECK(saying.exit_status == client::exit_usage);
    CHECK_THAT(saying.text, Catch::Contains(text));
    CHECK_THAT(saying.text, Catch::StartsWith("ingestd: ") && Catch::EndsWith("\n"));
}

TEST_CASE("the program alone, and each command, teaches how it is used", "[command line]") {
    CHECK(said(parse({})).text == said(parse({"--help"})).text);
    for (const std::string command : {"serve", "upload", "watch", "search", "sync"}) {
        CHECK_THAT(said(parse({})).text, Catch::Contains("  " + command));
        const auto saying = said(parse({command, "--help"}));
        CHECK(saying.exit_status == client::exit_completed);
        CHECK_THAT(saying.text, Catch::Contains("Usage: ingestd " + command));
        CHECK_THAT(saying.text, Catch::Contains("Example"));
    }
    CHECK(said(parse({"--version"})).text == "ingestd 1.2.3\n");
}

TEST_CASE(
    "a command's help names each option with its default and its variable", "[command line]"
) {
    const auto of_server = said(parse({"serve", "--help"})).text;
    const auto of_client = said(parse({"watch", "--help"})).text;
    for (const auto& option : options()) {
        const auto& help = option.audience == Audience::server ? of_server : of_client;
        CHECK_THAT(
            help, Catch::Contains("  " + option.flag() + " " + std::string{option.value_name})
        );
        CHECK_THAT(help, Catch::Contains("[" + option.environment_variable() + "]"));
        CHECK_THAT(
            help,
            Catch::Contains(
                "(" + (option.default_text().empty() ? "none" : option.default_text()) + ")"
            )
        );
    }
}

}  // namespace
}  // namespace ingestd::app
