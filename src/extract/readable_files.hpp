// Which files this process may still open. Private to the room.
#pragma once

#include <string>

namespace ingestd::extract {

// From now on only what packages have installed for everybody (fonts, character maps, libraries) is
// opened, and nothing is written, made or removed; no port is reached, and nobody outside is
// signalled. Descriptors that are open stay as they are.
//   folder   is read, too (data that an operator keeps elsewhere); empty: none
//   answers  false: the kernel has Landlock, and it could not be set. Where the kernel has none
//            (before 5.13, or switched off) nothing changes: the other walls stand
//   source   landlock(7); each kernel is asked how much of it it knows
bool restrict_files(const std::string& folder);

// The same for a process that is to become `program`, which may then read what is open as
// `document` by a name, too. No other program can be run. Where the kernel has no Landlock any can,
// behind the other walls.
bool restrict_files_to_run(const char* program, int document);

}  // namespace ingestd::extract
