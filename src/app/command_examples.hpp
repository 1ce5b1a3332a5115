// What `--help` shows below the options of each command.
#pragma once

#include <string_view>

namespace ingestd::app {

inline constexpr std::string_view program_examples = R"(Examples:
  ingestd serve                                   start the server on http://127.0.0.1:8080
  ingestd upload reports/ --collection reports    upload a folder and watch it being indexed
  ingestd search reports "energy per square metre"
  ingestd sync reports/ --collection reports      make the collection hold what the folder holds
  ingestd extract report.pdf --form markdown      what would be indexed of a file
  ingestd COMMAND --help                          all that a command can do
)";

inline constexpr std::string_view extract_examples =
    R"(Nothing is sent and nothing kept: the file goes through the same helper behind the same walls as in
the server, and what comes out is what would be cut into chunks.

Exit status: 0 extracted, 1 not, or not all of it, 2 there is no such file.

Examples:
  ingestd extract report.pdf
  ingestd extract report.pdf --form markdown > report.md
  ingestd extract report.pdf --form json | jq -r '.blocks[] | select(.kind == "heading").text'
)";

inline constexpr std::string_view serve_examples =
    R"(Each option is also an environment variable (in brackets) and a line `name = value` of the file that
--config names. A flag beats the environment, which beats the file, which beats the default.
Sizes: 16MiB, 64KiB, 1000. Durations: 5m, 300s, 500ms.

Examples:
  ingestd serve --port 9000 --data-dir /srv/ingestd
  INGESTD_PORT=9000 ingestd serve
  ingestd serve --allow-origin https://docs.example.org    pages from there may call the server
)";

inline constexpr std::string_view eval_examples =
    R"(The folder holds corpus.jsonl (_id, title, text), queries.jsonl (_id, text) and qrels.tsv or
qrels/test.tsv (query-id, corpus-id, score), as BEIR has them. Its documents become a collection of
their own, made anew; then every question that was judged is asked. In brackets: 95 % confidence.

Exit status: 0 measured, 1 refused or failed, or the folder cannot be read, 2 wrong usage, 3 the
server cannot be reached.

Examples:
  ingestd eval scifact/
  ingestd eval scifact/ --collection try-2
  ingestd eval scifact/ --mode keyword --mode hybrid
)";

inline constexpr std::string_view reembed_examples =
    R"(The vectors are made anew of the chunks that are stored: the files are not needed. The old ones are
searched until all are there. Ctrl-C stops the watching, not the work.

Exit status: 0 completed, 1 refused, failed or cancelled, and the collection is as it was, 2 wrong
usage, 3 the server cannot be reached.

Examples:
  ingestd reembed reports --embedder nomic
  ingestd reembed reports --embedder none
)";

inline constexpr std::string_view upload_examples =
    R"(Folders are taken with all that is below them, but for hidden files. Ctrl-C stops the watching, not
the upload.

Exit status: 0 every document completed, 1 the upload was refused, failed or was cancelled, or a
document failed, 2 wrong usage, 3 the server cannot be reached.

Examples:
  ingestd upload report.pdf
  ingestd upload reports/ notes.md --collection reports
  ingestd upload reports/ --collection reports --json | jq .progress_percent
  pdftotext report.pdf - | ingestd upload - --filename report.txt
)";

inline constexpr std::string_view watch_examples = R"(Exit status: as of `ingestd upload`.

Example:
  ingestd watch f47ac10b-58cc-4372-a567-0e02b2c3d479
)";

inline constexpr std::string_view search_examples =
    R"(Exit status: 0 the search was answered, 1 it was refused, 2 wrong usage, 3 the server cannot be reached.

Examples:
  ingestd search reports "energy per square metre"
  ingestd search reports energy --limit 3 --json | jq '.hits[0].page'
  ingestd search reports energy --filter '{"year": {"gte": 2020}}' --group
)";

inline constexpr std::string_view sync_examples =
    R"(Sends what is new or changed, removes what it brought and is there no more, and prints what it did.
Documents that came another way are left alone. Where all that it brought, or more than half, would
be removed, it does nothing until told --allow-removals.

Exit status: 0 the collection holds what the folder holds, 1 it does not: a document failed, could
not be read or was left alone, or it was refused, 2 wrong usage, 3 the server cannot be reached.

Examples:
  ingestd sync reports/ --collection reports
  ingestd sync reports/ --collection reports --dry-run
  ingestd sync reports/ --collection reports --watch    and stay, until Ctrl-C
)";

inline constexpr std::string_view mcp_examples =
    R"(Speaks the Model Context Protocol over its standard input and output, so that Claude Desktop, Cursor
and others can search what the server has indexed: tools `search` and `fetch`. They start it by
themselves; docs/mcp.md tells what to write where.

Exit status: 0 the input has ended, 2 wrong usage. A server that cannot be reached is told to the
model, and asked again the next time.

Examples:
  ingestd mcp
  ingestd mcp --collection reports --server http://127.0.0.1:9000
)";

}  // namespace ingestd::app
