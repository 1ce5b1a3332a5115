// What the full-text index is given for a chunk. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include <ingestd/document/chunk.hpp>

namespace ingestd::index {

// Exactly what the view chunk_contents (0005_stems.sql) gives of the chunk once it is stored: the
// index takes words out by that. It is made here because SQLite opens a savepoint for an INSERT
// that selects, and FTS5 writes a segment of its own at each savepoint.
struct ChunkContents {
    std::string filename, title, headings, text;
};

//   lead      of its document (0005_stems.sql)
//   headings  as they stand in their column
ChunkContents contents_of(
    const Chunk& chunk, std::string_view headings, std::string_view filename, std::string_view lead
);

}  // namespace ingestd::index
