// Threads whose work may wait for that of others, and those who must not wait.
#pragma once

namespace ingestd {

// From now on the calling thread gives way: while others want the processor it runs with a tenth of
// their weight, so that a request is answered before a backlog is worked off. Threads that it
// starts do likewise.
//   thread  the one that is to give way; there is no way back
//   source  setpriority(2), "C library/kernel differences": on Linux nice is kept per thread
void give_way();

// From now on the calling thread, which has little to do at a time, gets a processor soon when it
// wakes up, of its fair share and no more: it asks for short slices, whose turns come earlier.
// Threads that it starts do likewise. Nothing happens on Linux before 6.12.
//   source  sched_setattr(2); Linux, kernel/sched/fair.c, PREEMPT_SHORT
void be_prompt();

}  // namespace ingestd
