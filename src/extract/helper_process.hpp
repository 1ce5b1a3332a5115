// One running helper program. Private to the room.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/document/document_failure.hpp>
#include <ingestd/extract/extractors.hpp>
#include <ingestd/extract/helper_protocol.hpp>
#include <sys/types.h>

#include "helper_watch.hpp"

namespace ingestd::extract {

// Reads documents one after another; or one through a converter, and ends.
enum class HelperTask { read, convert };

//   thread  any, one at a time
//   owns    the process: it is killed and reaped on destruction, so that none is left over
class HelperProcess {
public:
    // Starts the program with nothing open but its socket and /dev/null.
    //   errors  errno of the step that failed
    static Result<std::unique_ptr<HelperProcess>> start(const Settings& settings, HelperTask task);
    ~HelperProcess();
    HelperProcess(const HelperProcess&) = delete;
    HelperProcess& operator=(const HelperProcess&) = delete;

    // Hands a document over; its descriptor stays the caller's. False: the helper is gone.
    bool send(const ReadOrder& order, int document);

    enum class Received { bytes, nothing, end };
    Received receive(FrameBuffer& buffer);  // never waits

    HelperWatch& watch() { return *watch_; }

    // Ends it and tells how it had ended, or why it had to be ended.
    DocumentFailure explain_end(bool spoke_nonsense);

private:
    HelperProcess(pid_t pid, std::shared_ptr<HelperWatch> watch)
        : pid_{pid}, watch_{std::move(watch)} {}
    int end_and_reap();  // the wait status

    pid_t pid_;
    std::shared_ptr<HelperWatch> watch_;
};

}  // namespace ingestd::extract
