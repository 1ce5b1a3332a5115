#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/on_pool.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/proof/box_finder.hpp>
#include <sys/mman.h>
#include <unistd.h>

namespace ingestd::proof {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto patience = 10s;  // somebody waits; a page takes some milliseconds

std::optional<UniqueFd> in_memory(std::string_view bytes) {
    UniqueFd file{::memfd_create("document", MFD_CLOEXEC)};
    while (file && !bytes.empty()) {
        const auto written = ::write(file.get(), bytes.data(), bytes.size());
        if (written <= 0) return std::nullopt;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return file ? std::optional{std::move(file)} : std::nullopt;
}

using Stream = std::unique_ptr<extract::ExtractStream>;

// Null: the machine has no room for the document's bytes.
Stream open_words(extract::Extractor& extractor, BoxQuery& query) {
    extract::ExtractRequest request;
    if (auto* bytes = std::get_if<std::string>(&query.content)) {
        auto file = in_memory(*bytes);
        if (!file) return nullptr;
        request.content = std::move(*file);
    } else {
        request.content = std::move(std::get<UniqueFd>(query.content));
    }
    request.bytes = query.bytes;
    request.filename = query.filename;
    request.words_of = query.pages;
    return extractor.open(std::move(request));
}

// What has come at once, without waiting.
//   end  why it has ended, empty where all came; nullopt: it has not ended
struct Read {
    std::vector<PageWords> words;
    std::optional<std::string> end;
};

Read read_on(extract::ExtractStream& stream) {
    Read read;
    while (!read.end) {
        auto step = stream.next();
        if (auto* words = std::get_if<PageWords>(&step)) {
            read.words.push_back(std::move(*words));
        } else if (std::holds_alternative<extract::Waiting>(step)) {
            return read;
        } else if (std::holds_alternative<extract::Ended>(step)) {
            read.end = "";
        } else if (const auto* failure = std::get_if<DocumentFailure>(&step)) {
            read.end = failure->detail;
        } else if (const auto* extracted = std::get_if<extract::Extracted>(&step);
                   extracted == nullptr || !extracted->blocks.empty()) {
            read.end = "The document's reader does not tell where words stand.";
        }
    }
    return read;
}

// False: the time is over.
asio::awaitable<bool> is_ready(extract::ExtractStream& stream, Deadline deadline) {
    // Outlives this, since it may be called at the last moment.
    const auto timer =
        std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor, deadline);
    stream.when_ready([timer] {
        // Behind the wait below: both are done on the timer's executor.
        asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    });
    const auto [cancelled] = co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
    co_return cancelled == asio::error::operation_aborted;
}

}  // namespace

asio::awaitable<FoundBoxes> BoxFinder::find(BoxQuery query) {
    if (query.pages.is_none() || query.pages.last - query.pages.first >= box_pages_max)
        co_return NoBoxes{"The passage has no page, or more than can be shown."};
    const auto deadline = SteadyClock::now() + patience;
    auto open = [&] { return open_words(extractor_, query); };
    const Stream stream = co_await on_pool(pool_, std::move(open));
    if (!stream) co_return NoBoxes{"There is no room to read the document at present."};
    std::vector<PageWords> pages;
    for (;;) {
        auto go_on = [&stream] { return read_on(*stream); };
        auto read = co_await on_pool(pool_, std::move(go_on));
        std::move(read.words.begin(), read.words.end(), std::back_inserter(pages));
        if (read.end && !read.end->empty()) co_return NoBoxes{std::move(*read.end)};
        if (read.end) break;
        if (!co_await is_ready(*stream, deadline))
            co_return NoBoxes{"Reading the document's pages took too long."};
    }
    auto look = [&] { return find_passage(query.passage, pages); };
    co_return co_await on_pool(pool_, std::move(look));
}

}  // namespace ingestd::proof
