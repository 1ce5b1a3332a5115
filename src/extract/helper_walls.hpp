// Walls that stand around more than a reader. Private to the room.
#pragma once

namespace ingestd::extract {

// From now on this process ends when its parent does. False: that is gone already.
bool end_with_parent(int parent_pid);

// The walls of confine_this_process around a process that is then to become `program`, and can
// become nothing else. False: one could not be put up.
//   document  what it may open, whatever its name
bool confine_to_run(const char* program, int document);

}  // namespace ingestd::extract
