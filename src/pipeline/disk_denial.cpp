#include "disk_denial.hpp"

#include <string>

#include <ingestd/catalog/errc.hpp>
#include <ingestd/index/errc.hpp>

namespace ingestd::pipeline {
namespace {

namespace conditions = boost::system::errc;

std::string in_words(const Error& trouble) {
    if (trouble.code == catalog::Errc::sync_failed || trouble.code == index::Errc::sync_failed) {
        return "The disk could not sync what was written, so nothing more is promised: the server"
               " has to start again, and goes on from what is on disk.";
    }
    if (trouble.code == conditions::no_space_on_device)
        return "The disk is full: what is in work waits, and goes on by itself when there is room.";
    if (trouble.code == conditions::read_only_file_system)
        return "The data directory can only be read: what is in work goes on when it can be "
               "written.";
    return "The disk fails (" + trouble.detail + "): what is in work is tried again.";
}

}  // namespace

bool is_denied_by_disk(const Error& error) {
    return error.code == conditions::no_space_on_device ||
           error.code == conditions::read_only_file_system || error.code == conditions::io_error ||
           error.code == conditions::resource_unavailable_try_again;
}

progress::WaitingOn waiting_on(const disk::Shortage& shortage) {
    progress::WaitingOn waiting{.reason = "disk", .detail = disk::in_words(shortage)};
    waiting.free_bytes = shortage.free_bytes;
    waiting.needed_bytes = shortage.needed_bytes;
    return waiting;
}

progress::WaitingOn waiting_on(const Error& trouble, disk::Space* space) {
    progress::WaitingOn waiting{.reason = "disk", .detail = in_words(trouble)};
    if (!space) return waiting;
    const auto figures = space->figures();
    waiting.free_bytes = figures.free_bytes;
    waiting.needed_bytes = figures.needed_bytes;
    return waiting;
}

}  // namespace ingestd::pipeline
