// Which system calls this process may still make. Private to the room.
#pragma once

namespace ingestd::extract {

// From now on only those that reading a document takes, for good. A call that no reader ever makes
// (another program, another process, a socket of its own, a signal to somebody else) ends the
// process; any other answers ENOSYS. Files are opened for reading alone, and no memory becomes
// code. False: the filter could not be set. Under the sanitizers, whose run-time makes calls of its
// own, nothing is filtered.
//   REQUIRES  PR_SET_NO_NEW_PRIVS is set
//   source    seccomp(2), libseccomp
bool filter_system_calls();

// The same for a process that is to become another program: that one call, and code that is loaded
// from files, are allowed.
bool filter_system_calls_to_run_a_program();

}  // namespace ingestd::extract
