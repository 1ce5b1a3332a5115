// A thin shell: CallPacer tells when a call may begin, webhook_protocol what came of it.
#include "webhook_service.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <random>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/enrich/errc.hpp>
#include <ingestd/remote/call_fault.hpp>
#include <ingestd/remote/call_pacer.hpp>
#include <ingestd/remote/due_calls.hpp>
#include <ingestd/remote/service_client.hpp>

#include "webhook_protocol.hpp"

namespace ingestd::enrich {
namespace {

using remote::CallEnd;
using remote::CallPacer;
using Findings = std::vector<Webhook::Finding>;

constexpr log::Logger logger{"enrich"};

// One enrich() of a caller. Under the webhook's mutex, but for what is set before it is shared.
//   is_ended  `done` has been called, or is about to be
struct Job {
    Job(std::stop_token token, Webhook::Done tell, std::size_t chunks)
        : stop{std::move(token)},
          done{std::move(tell)},
          findings(chunks, Webhook::Finding{std::string{}}) {}

    std::stop_token stop;
    Webhook::Done done;
    Findings findings;
    std::size_t parts_left = 0;
    bool is_ended = false;
    std::optional<std::stop_callback<std::function<void()>>> on_stop{};
};

// What goes in one call: `count` of the job's chunks from `first` on.
struct Part {
    std::shared_ptr<Job> job;
    std::size_t first = 0;
    std::size_t count = 0;
    std::string body{};
    std::uint32_t tries = 0;
};

// A job that ends, told outside of the mutex.
struct Ending {
    std::shared_ptr<Job> job;
    Result<Findings> result;
};
using Endings = std::vector<Ending>;

// What came of a call.
//   end  what it tells of the service; nullopt: nothing, it was cancelled
struct CallOutcome {
    Result<Findings> findings;
    std::optional<CallEnd> end = CallEnd::answered;
};

CallOutcome outcome_of(const Result<remote::ServiceAnswer>& answer, std::size_t chunks) {
    if (auto fault = remote::read_fault(answer))
        return {Error{remote::errc_of<Errc>(fault->kind), std::move(fault->detail)}, fault->end};
    auto findings = read_webhook_answer(answer->body, chunks);
    const bool is_json = findings || findings.error().code != Errc::unavailable;
    return {std::move(findings), is_json ? CallEnd::answered : CallEnd::failed};
}

class WebhookService final : public Webhook {
public:
    explicit WebhookService(WebhookSettings settings)
        : settings_{std::move(settings)}, pacer_{settings_.calls_max} {}
    ~WebhookService() override { close(); }

    std::string_view name() const override { return settings_.name; }
    void enrich(
        const ChunkOrigin& origin, std::span<const Chunk> chunks, std::stop_token stop, Done done
    ) override;
    std::optional<WebhookWaiting> waiting_on() const override;
    void close() override;

private:
    std::vector<Part> parts_of(
        const std::shared_ptr<Job>& job, const ChunkOrigin& origin, std::span<const Chunk> chunks
    ) const;
    void pump();
    void post(Part part, CallPacer::Ticket ticket, Deadline not_before);
    void take(Part part, CallPacer::Ticket ticket, const Result<remote::ServiceAnswer>& answer);
    void note(
        CallPacer::Ticket ticket,
        const CallOutcome& outcome,
        const Result<remote::ServiceAnswer>& answer
    );
    bool is_given_up() const { return pacer_.failures() >= settings_.tries_max; }
    void give_up_waiting(Endings& endings);
    void end_part(const Part& part, const Result<Findings>& findings, Endings& endings);
    void end_job(const std::shared_ptr<Job>& job, Result<Findings> result, Endings& endings);
    void abandon(const std::shared_ptr<Job>& job);

    static void tell(Endings endings) {
        for (auto& [job, result] : endings) job->done(std::move(result));
    }

    const WebhookSettings settings_;
    mutable std::mutex mutex_;
    // Under mutex_.
    bool is_closed_ = false;
    std::deque<Part> queue_;
    CallPacer pacer_;
    std::string last_fault_;
    std::minstd_rand random_{std::random_device{}()};

    remote::ServiceClient client_;  // last: its thread uses all of these
};

// Of at most batch_chunks and batch_bytes.
std::vector<Part> WebhookService::parts_of(
    const std::shared_ptr<Job>& job, const ChunkOrigin& origin, std::span<const Chunk> chunks
) const {
    std::vector<Part> parts;
    for (std::size_t first = 0; first < chunks.size();) {
        std::size_t count = 0, bytes = 0;
        for (const auto& chunk : chunks.subspan(first)) {
            const bool is_full = count == settings_.batch_chunks ||
                                 bytes + chunk.text.size() > settings_.batch_bytes;
            if (count > 0 && is_full) break;
            ++count;
            bytes += chunk.text.size();
        }
        parts.push_back({job, first, count, webhook_request(origin, chunks.subspan(first, count))});
        first += count;
    }
    return parts;
}

void WebhookService::enrich(
    const ChunkOrigin& origin, std::span<const Chunk> chunks, std::stop_token stop, Done done
) {
    const auto job = std::make_shared<Job>(stop, std::move(done), chunks.size());
    auto parts = parts_of(job, origin, chunks);
    job->parts_left = parts.size();
    // A job may be stopped at any time from here on, also by this call itself.
    job->on_stop.emplace(stop, [this, weak = std::weak_ptr{job}] {
        if (const auto stopped = weak.lock()) abandon(stopped);
    });
    Endings endings;
    {
        const std::lock_guard lock{mutex_};
        if (is_closed_) {
            end_job(job, Error{Errc::cancelled, {}}, endings);
        } else if (parts.empty()) {
            end_job(job, Findings{}, endings);
        } else if (!job->is_ended) {
            std::ranges::move(parts, std::back_inserter(queue_));
        }
        if (is_given_up() && pacer_.paused_until() > SteadyClock::now()) give_up_waiting(endings);
    }
    tell(std::move(endings));
    pump();
}

void WebhookService::pump() {
    std::vector<remote::DueCall<Part>> due;
    {
        const std::lock_guard lock{mutex_};
        due = remote::take_due(queue_, pacer_);
    }
    for (auto& [part, ticket, at] : due) post(std::move(part), ticket, at);
}

void WebhookService::post(Part part, CallPacer::Ticket ticket, Deadline not_before) {
    remote::ServiceCall call{
        .url = settings_.url,
        .body = part.body,
        .answer_bytes_max = 64_KiB + part.count * 2 * finding_bytes_max,
        .silence_timeout = settings_.timeout,
        .timeout = settings_.timeout,
        .not_before = not_before,
        .stop = part.job->stop};
    if (!settings_.key.empty()) call.headers.push_back("Authorization: Bearer " + settings_.key);
    auto shared = std::make_shared<Part>(std::move(part));  // std::function copies what it holds
    client_.post(std::move(call), [this, shared, ticket](Result<remote::ServiceAnswer> answer) {
        take(std::move(*shared), ticket, answer);
    });
}

// One that is tried again goes behind what waits: what one chunk brings down serves the others.
void WebhookService::take(
    Part part, CallPacer::Ticket ticket, const Result<remote::ServiceAnswer>& answer
) {
    auto outcome = outcome_of(answer, part.count);
    const auto job = part.job;  // outlives the lock
    Endings endings;
    {
        const std::lock_guard lock{mutex_};
        note(ticket, outcome, answer);
        const bool may_pass =
            !outcome.findings && outcome.findings.error().code == Errc::unavailable && !is_closed_;
        if (job->is_ended) {
            // Nobody waits for it.
        } else if (may_pass && ++part.tries < settings_.tries_max && !is_given_up()) {
            queue_.push_back(std::move(part));
        } else {
            end_part(part, outcome.findings, endings);
        }
        if (is_given_up()) give_up_waiting(endings);
    }
    tell(std::move(endings));
    pump();
}

// Tells the pacer how it ended.
void WebhookService::note(
    CallPacer::Ticket ticket,
    const CallOutcome& outcome,
    const Result<remote::ServiceAnswer>& answer
) {
    if (!outcome.end) return pacer_.forget(ticket);
    const auto asked = answer && answer->retry_after
                           ? remote::parse_retry_after(*answer->retry_after, wall_now())
                           : std::nullopt;
    const auto before = pacer_.failures();
    const auto chance =
        static_cast<double>(random_() - std::minstd_rand::min()) / std::minstd_rand::max();
    pacer_.end(ticket, *outcome.end, SteadyClock::now(), chance, asked);
    if (*outcome.end == CallEnd::answered) {
        if (before > 0 && pacer_.failures() == 0)
            logger.info("service_answers", kv("enricher", settings_.name), kv("failures", before));
        return;
    }
    last_fault_ = outcome.findings.error().detail;
    if (before == 0)
        logger.warn("service_waits", kv("enricher", settings_.name), kv("detail", last_fault_));
    if (before + 1 == settings_.tries_max && is_given_up())
        logger.warn("service_given_up", kv("enricher", settings_.name), kv("detail", last_fault_));
}

void WebhookService::give_up_waiting(Endings& endings) {
    const Error why{
        Errc::unavailable,
        "given up after " + std::to_string(pacer_.failures()) + " failures: " + last_fault_};
    while (!queue_.empty()) {
        const auto part = std::move(queue_.front());
        queue_.pop_front();
        end_part(part, why, endings);
    }
}

void WebhookService::end_part(
    const Part& part, const Result<Findings>& findings, Endings& endings
) {
    auto& job = *part.job;
    if (job.is_ended) return;
    if (!findings && findings.error().code == Errc::cancelled)
        return end_job(part.job, findings.error(), endings);
    for (std::size_t i = 0; i < part.count; ++i)
        job.findings[part.first + i] = findings ? (*findings)[i] : Finding{findings.error()};
    if (--job.parts_left == 0) end_job(part.job, std::move(job.findings), endings);
}

// Its parts that wait are dropped.
void WebhookService::end_job(
    const std::shared_ptr<Job>& job, Result<Findings> result, Endings& endings
) {
    if (std::exchange(job->is_ended, true)) return;
    std::erase_if(queue_, [&job](const Part& part) { return part.job == job; });
    endings.push_back({job, std::move(result)});
}

void WebhookService::abandon(const std::shared_ptr<Job>& job) {
    Endings endings;
    {
        const std::lock_guard lock{mutex_};
        end_job(job, Error{Errc::cancelled, {}}, endings);
    }
    tell(std::move(endings));
}

std::optional<WebhookWaiting> WebhookService::waiting_on() const {
    const std::lock_guard lock{mutex_};
    if (pacer_.failures() == 0 || (queue_.empty() && pacer_.under_way() == 0)) return std::nullopt;
    WebhookWaiting waiting{
        .detail = "The enricher " + settings_.name + " is asked again: " + last_fault_};
    const auto left = pacer_.paused_until() - SteadyClock::now();
    if (left > left.zero())
        waiting.until = wall_now() + std::chrono::ceil<std::chrono::microseconds>(left);
    return waiting;
}

void WebhookService::close() {
    Endings endings;
    {
        const std::lock_guard lock{mutex_};
        is_closed_ = true;
        while (!queue_.empty()) {
            const auto job = queue_.front().job;
            end_job(job, Error{Errc::cancelled, {}}, endings);
        }
    }
    tell(std::move(endings));
    client_.close();
}

}  // namespace

std::unique_ptr<Webhook> make_webhook(WebhookSettings settings) {
    return std::make_unique<WebhookService>(std::move(settings));
}

}  // namespace ingestd::enrich
