// Threads whose work may wait for that of others.
#pragma once

namespace ingestd {

// From now on the calling thread gives way: while others want the processor it runs with a tenth of
// their weight, so that a request is answered before a backlog is worked off. Threads that it
// starts do likewise.
//   thread  the one that is to give way; there is no way back
//   source  setpriority(2), "C library/kernel differences": on Linux nice is kept per thread
void give_way();

}  // namespace ingestd
