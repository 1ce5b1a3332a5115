// Archives: ZIP, tar, 7z, RAR, cpio, ar and CAB, and single files packed by gzip, bzip2, xz, zstd,
// lz4, lzip or compress, through libarchive.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

//   filename  of the archive: what a single packed file is called when it does not say itself
//   password  opens an encrypted ZIP; empty: none is known
struct ArchiveOrder {
    std::string_view filename;
    std::string_view password = {};
};

// Each regular file becomes a child, handed over as it is unpacked; the archive itself has no
// blocks. Names are told in UTF-8 with `/` between folders, and cannot leave the archive: absolute
// ones, "..", drive letters and control characters are made harmless. Names may occur twice.
// Folders, links, devices, empty files and what systems drop (__MACOSX, .DS_Store) are left out.
//   memory  a piece, the windows of the packers (at most some 100 MiB), a zip's directory
//   errors  no_text: no file in it; password_required; too_large: of what is in limits.hpp;
//           malformed, when it is damaged before the first file
Outcome read_archive(std::string_view content, const ArchiveOrder& order, BlockSink& sink);

}  // namespace ingestd::formats
