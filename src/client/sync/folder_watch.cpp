#include "folder_watch.hpp"

#include <array>
#include <cstring>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <ingestd/base/units.hpp>
#include <sys/inotify.h>

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

constexpr std::uint32_t watched_for = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB |
                                      IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF |
                                      IN_MOVE_SELF | IN_ONLYDIR;

}  // namespace

bool is_change(std::uint32_t mask, std::string_view name) {
    if ((mask & IN_Q_OVERFLOW) != 0) return true;  // events were lost: anything may have changed
    if ((mask & IN_IGNORED) != 0) return false;    // the end of a watch: what ended it was told
    return !name.starts_with('.');                 // hidden entries are not synced
}

FolderWatch::FolderWatch(asio::any_io_executor executor) : inotify_{std::move(executor)} {
    const int opened = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (opened >= 0) inotify_.assign(opened);
}

void FolderWatch::begin_look() {
    added_.clear();
    misses_some_ = false;
}

void FolderWatch::add(const std::filesystem::path& folder) {
    const int watch =
        inotify_.is_open()
            ? ::inotify_add_watch(inotify_.native_handle(), folder.c_str(), watched_for)
            : -1;
    if (watch >= 0)
        added_.insert(watch);
    else
        misses_some_ = true;
}

void FolderWatch::end_look() {
    if (added_.empty() && !misses_some_) return;  // it did not come to the folders
    for (const int watch : watched_) {
        if (!added_.contains(watch)) ::inotify_rm_watch(inotify_.native_handle(), watch);
    }
    watched_ = added_;
    is_whole_ = !misses_some_ && !watched_.empty();
}

bool FolderWatch::take_events() {
    alignas(inotify_event) std::array<char, 64_KiB> events;
    bool has_changed = false;
    while (true) {
        const auto count = ::read(inotify_.native_handle(), events.data(), events.size());
        if (count <= 0) return has_changed;
        for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
            inotify_event event;
            std::memcpy(&event, events.data() + at, sizeof event);
            const char* const name = events.data() + at + sizeof event;
            has_changed |= is_change(event.mask, event.len > 0 ? name : "");
            at += sizeof event + event.len;
        }
    }
}

asio::awaitable<bool> FolderWatch::changed(Deadline until) {
    using namespace asio::experimental::awaitable_operators;
    constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
    asio::steady_timer timer{inotify_.get_executor(), until};
    while (true) {
        if (!inotify_.is_open()) {
            co_await timer.async_wait(as_result);
            co_return false;
        }
        const auto first = co_await (
            inotify_.async_wait(asio::posix::stream_descriptor::wait_read, as_result) ||
            timer.async_wait(as_result)
        );
        if (first.index() == 1) co_return false;
        if (take_events()) co_return true;
    }
}

}  // namespace ingestd::client
