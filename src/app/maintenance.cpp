#include <cstdio>

#include <ingestd/app/backup.hpp>
#include <ingestd/app/data_dir_check.hpp>
#include <ingestd/app/data_lock.hpp>
#include <ingestd/app/errc.hpp>
#include <ingestd/app/maintenance.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/client/commands.hpp>
#include <ingestd/client/console.hpp>
#include <ingestd/client/progress_line.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <sys/resource.h>

namespace ingestd::app {
namespace {

using client::Console;
using client::harmless_line;

constexpr int exit_done = client::exit_completed;
constexpr int exit_failed = client::exit_failed;
constexpr int exit_cannot_begin = client::exit_usage;

int complain(Console& console, const Error& error, int status) {
    const auto& detail = error.detail;
    console.note("ingestd: " + harmless_line(detail.empty() ? error.code.message() : detail));
    return status;
}

// A status line where somebody looks.
Tell teller(Console& console, std::string doing) {
    return [&console, doing = std::move(doing)](const std::string& what) {
        if (!console.is_terminal()) return;
        console.status(client::fit(doing + ' ' + harmless_line(what) + " …", console.columns() - 1)
        );
    };
}

// A snapshot of each collection is open at the same time.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void print(Console& console, std::string text) {
    if (!text.empty() && text.back() == '\n') text.pop_back();
    console.line(text);
}

std::string counted(std::uint64_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string copied(const CopyReport& report) {
    return counted(report.counts.uploads, "upload") + " (" +
           std::to_string(report.counts.unfinished) + " unfinished), " +
           counted(report.generations, "collection") + ", " + counted(report.blobs, "blob") + ", " +
           client::human_size(report.bytes);
}

// Whether it is one of those that say: not like this.
bool is_refusal(const Error& error) {
    for (const auto code :
         {Errc::destination_exists,
          Errc::backup_running,
          Errc::holds_data,
          Errc::data_dir_locked}) {
        if (error.code == code) return true;
    }
    return error.code == boost::system::errc::no_such_file_or_directory;
}

int report_failure(Console& console, const Error& error) {
    return complain(console, error, is_refusal(error) ? exit_cannot_begin : exit_failed);
}

}  // namespace

int run_check(const CheckCommand& command) {
    Console console;
    const auto report =
        check_data_dir(command.data_dir, command.is_json ? Tell{} : teller(console, "checking"));
    if (!report) return complain(console, report.error(), exit_cannot_begin);
    print(console, command.is_json ? to_json(*report) : to_text(*report));
    return report->findings.is_sound() ? exit_done : exit_failed;
}

int run_backup(const BackupCommand& command) {
    Console console;
    raise_descriptor_limit();
    const auto report = back_up(command.data_dir, command.destination, teller(console, "copying"));
    if (!report) return report_failure(console, report.error());
    console.line(
        "backed up " + harmless_line(command.data_dir.string()) + " to " +
        harmless_line(command.destination.string()) + ": " + copied(*report)
    );
    return exit_done;
}

int run_restore(const RestoreCommand& command) {
    Console console;
    raise_descriptor_limit();
    const auto report = check_data_dir(command.backup, teller(console, "checking"));
    if (!report) return complain(console, report.error(), exit_cannot_begin);
    if (report->server) {
        console.note(
            "ingestd: a server is running on " + harmless_line(command.backup.string()) + " (" +
            harmless_line(*report->server) + "): make a backup of it first, with `ingestd backup`"
        );
        return exit_cannot_begin;
    }
    if (!report->findings.is_sound()) {
        print(console, to_text(*report));
        console.note("ingestd: the backup is damaged: nothing was restored");
        return exit_failed;
    }
    const auto restored = restore(command.backup, command.data_dir, teller(console, "copying"));
    if (!restored) return report_failure(console, restored.error());
    console.line(
        "restored " + harmless_line(command.backup.string()) + " to " +
        harmless_line(command.data_dir.string()) + ": " + copied(*restored)
    );
    console.line(
        "start it with: ingestd serve --data-dir " + harmless_line(command.data_dir.string())
    );
    return exit_done;
}

}  // namespace ingestd::app
