// A file system for SQLite that writes a log's frames many at a time.
#pragma once

struct sqlite3_vfs;

namespace ingestd::sqlite {

// SQLite writes each frame of a log by two calls, of 24 bytes and of a page, one behind the other,
// and nobody reads them before the commit's sync. Here what is written behind one another is held
// back and goes out in one write: when it is as much as `joined_bytes_max`, and before whatever
// else is done to the log, a sync above all. So a sync promises what it did, and a write that fails
// is told by the call that it goes before; what was held then is lost, and nothing behind it can be
// written or read until it is written anew: the transaction fails, even where SQLite has taken back
// a statement alone. Files other than logs are the usual ones.
// REQUIRES: a file has no other writer; one that went on behind what was lost here would be taken
// for it.
//   below   a registered file system; null: the usual one
//   owns    lives as long as the process, one for each `below`
//   thread  any
//   source  sqlite.org/walformat.html, sqlite.org/vfs.html
sqlite3_vfs* joined_log(const char* below);

}  // namespace ingestd::sqlite
