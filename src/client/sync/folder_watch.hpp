// Whether anything has changed in folders, by inotify. What has changed is not told: who asks looks
// at everything again, so nothing that was missed or came in another order can mislead.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>

namespace ingestd::client {

//   thread  the executor's
class FolderWatch {
public:
    explicit FolderWatch(boost::asio::any_io_executor executor);

    // A look begins: each folder is added before it is read, so that whatever happens in it after
    // it was read is seen. Those of the look before that are not added again are given up, unless
    // none is: then the look failed before it came to them.
    void begin_look();
    void add(const std::filesystem::path& folder);
    void end_look();

    // Whether every folder of the last look is watched; else changes may pass unseen.
    bool is_whole() const { return is_whole_; }

    // Waits until something has changed, or until `until`: false.
    boost::asio::awaitable<bool> changed(Deadline until);

private:
    bool take_events();

    boost::asio::posix::stream_descriptor inotify_;
    std::set<int> watched_;
    std::set<int> added_;
    bool is_whole_ = false;
    bool misses_some_ = false;
};

// Whether an event may change what a sync would do. Pure.
//   mask  of inotify(7);  name  of the entry, empty: the folder itself
bool is_change(std::uint32_t mask, std::string_view name);

}  // namespace ingestd::client
