#include "command_run.hpp"

#include <csignal>
#include <exception>

#include <ingestd/client/commands.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/progress_line.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/web_socket_client.hpp>

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

constexpr unsigned redraws_a_second = 20;       // more is not seen
constexpr std::size_t failures_shown_max = 50;  // --json has them all

// Shows the events of one upload as they come.
class Display {
public:
    Display(Console& console, const Following& following)
        : console_{console}, following_{following} {}

    // Whether it was the last.
    Result<bool> show(std::string_view frame) {
        auto event = parse_upload_event(frame);
        if (!event) return event.error();
        if (following_.showing == Showing::json) {
            const auto line = on_one_line(frame);
            if (!line) return line.error();
            console_.line(*line);
        } else if (event->terminal) {
            if (following_.showing == Showing::progress)
                console_.line(heading() + ending_line(*event));
        } else {
            draw(*event);
        }
        newest_ = std::move(*event);
        return newest_.terminal;
    }

    void lost(const Error& error) {
        if (std::exchange(lost_told_, true)) return;
        console_.note("ingestd: " + error.detail + "; trying again, the upload goes on");
    }

    const UploadEvent& newest() const { return newest_; }

private:
    std::string heading() const {
        return following_.heading.empty() ? std::string{} : following_.heading + "  ";
    }

    void draw(const UploadEvent& event) {
        lost_told_ = false;
        if (following_.showing == Showing::nothing) return;
        if (console_.is_terminal()) {
            // The last column stays free: many terminals wrap when it is filled.
            const auto columns = console_.columns() - 1;
            const auto before = fit(heading(), columns);
            const auto line = progress_line(event, columns - display_width(before));
            const bool tells_all = line.find(harmless_line(event.waiting_on)) != std::string::npos;
            if (!tells_all) note_wait(event);
            console_.status(before + line);
        } else if (following_.showing == Showing::progress) {
            if (const auto line = plain_.line(event)) console_.line(heading() + *line);
        } else {
            note_wait(event);
        }
        if (event.waiting_on.empty()) waiting_reason_.clear();
    }

    // The whole of what it waits for, once until it waits for something else: figures in it change.
    void note_wait(const UploadEvent& event) {
        if (event.waiting_on.empty() || waiting_reason_ == event.waiting_reason) return;
        waiting_reason_ = event.waiting_reason;
        console_.note(heading() + "waiting: " + harmless_line(event.waiting_on));
    }

    Console& console_;
    const Following& following_;
    PlainProgress plain_;
    UploadEvent newest_;
    std::string waiting_reason_;  // that was noted
    bool lost_told_ = false;
};

void show_failures(Console& console, const std::vector<FailedDocument>& failed) {
    const auto shown = std::min(failed.size(), failures_shown_max);
    for (std::size_t i = 0; i < shown; ++i) console.line("  failed: " + failure_line(failed[i]));
    if (failed.size() > shown) {
        console.line("  and " + std::to_string(failed.size() - shown) + " more; --json tells all");
    }
}

}  // namespace

int run_command(
    const std::function<asio::awaitable<int>()>& work, const std::function<void()>& on_interrupt
) {
    int status = exit_failed;
    bool is_interrupted = false;
    std::exception_ptr thrown;
    asio::io_context io{1};
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](const boost::system::error_code& cancelled, int) {
        if (cancelled) return;
        is_interrupted = true;
        io.stop();
    });
    asio::co_spawn(io, work(), [&](std::exception_ptr failed, int ended_with) {
        thrown = std::move(failed);
        status = ended_with;
        signals.cancel();
    });
    io.run();
    if (is_interrupted) {
        on_interrupt();
        return exit_interrupted;
    }
    if (thrown) std::rethrow_exception(thrown);
    return status;
}

std::string how_to_watch(const ServerAddress& server, std::string_view upload_id) {
    const auto url = server.url();
    const auto where = url == default_server ? std::string{} : " --server " + url;
    return "ingestd watch " + harmless_line(upload_id) + where;
}

int report(Console& console, const Error& error) {
    const auto& detail = error.detail;
    console.note("ingestd: " + (detail.empty() ? error.code.message() : harmless_line(detail)));
    const bool is_out_of_reach = error.code == Errc::unreachable ||
                                 error.code == Errc::answer_lost || error.code == Errc::silent;
    return is_out_of_reach ? exit_unreachable : exit_failed;
}

asio::awaitable<Result<Ended>> follow_to_the_end(Console& console, const Following& following) {
    Display display{console, following};
    Watch watch;
    watch.upload_id = following.upload_id;
    const bool is_drawn = console.is_terminal() && following.showing != Showing::json;
    watch.max_rate = is_drawn ? redraws_a_second : 0;
    watch.silence_max = silence_max;
    watch.on_frame = [&display](std::string_view frame) { return display.show(frame); };
    watch.on_lost = [&display](const Error& error) { display.lost(error); };
    const auto watched = co_await watch_upload(following.server, std::move(watch));
    if (!watched) co_return watched.error();

    HttpRequest request;
    request.target = "/uploads/" + percent_encode(following.upload_id);
    auto answer = co_await exchange(following.server, std::move(request), silence_max);
    if (!answer) co_return answer.error();
    if (answer->status != 200) co_return Error{Errc::refused, describe_refusal(*answer)};
    co_return Ended{display.newest(), std::move(answer->body)};
}

asio::awaitable<int> follow(Console& console, Following following) {
    const auto ended = co_await follow_to_the_end(console, following);
    if (!ended) co_return report(console, ended.error());
    const auto failed = parse_failed_documents(ended->result);
    if (!failed) co_return report(console, failed.error());
    if (following.showing == Showing::json) {
        const auto line = on_one_line(ended->result);
        if (!line) co_return report(console, line.error());
        console.line(*line);
    } else {
        show_failures(console, *failed);
    }
    const bool is_whole = ended->newest.status == Status::completed && failed->empty();
    co_return is_whole ? exit_completed : exit_failed;
}

}  // namespace ingestd::client
