// An archive as a stream of entries, through libarchive. Private to the room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <locale.h>

struct archive;
struct archive_entry;

namespace ingestd::formats {

enum class EntryKind { file, folder, link, special };

//   name       its bytes as they are; those that are told to be Unicode are in UTF-8. May be empty
struct ArchiveEntry {
    EntryKind kind = EntryKind::file;
    std::string name;
    bool is_encrypted = false;
};

// Nothing that libarchive would run another program for is switched on. What is packed by gzip and
// the like holds a tar, a cpio or just one file: other formats inside are files of their own.
class ArchiveEntries {
public:
    // What came of an attempt: something, nothing more of it, damage to one entry, or to the rest.
    enum class Step { taken, end, entry_damaged, archive_damaged };

    // content, password  must outlive this
    ArchiveEntries(std::string_view content, std::string_view password);
    ~ArchiveEntries();
    ArchiveEntries(const ArchiveEntries&) = delete;
    ArchiveEntries& operator=(const ArchiveEntries&) = delete;

    Step next(ArchiveEntry& entry);

    // The next piece of the entry's bytes, at most some 100 KiB.
    //   hole         zeros that stand before it and are not stored
    //   is_doubtful  the entry's checksum or length does not fit
    //   errors       std::bad_alloc
    struct Piece {
        std::uint64_t hole = 0;
        std::string_view bytes;
        bool is_doubtful = false;
    };
    Step next_piece(Piece& piece);

    // Whether the last damage is none, but a way of packing that is not read.
    bool is_packed_unknown_way() const;

    // "zip", "tar", "gzip" …; known once an entry was asked for.
    std::string format() const;
    bool is_single_file() const;
    // Whether the archive is encrypted so that not even its names can be read.
    bool is_locked_as_a_whole() const;
    // Of the archive's bytes, how many were looked at.
    std::uint64_t bytes_read() const;

private:
    struct Free {
        void operator()(archive* reader) const;
    };

    Step step(int result) const;

    locale_t unicode_names_;  // libarchive converts names to the thread's encoding
    locale_t before_;
    std::unique_ptr<archive, Free> reader_;
    bool is_open_ = false;  // the content is one of these formats
    std::uint64_t at_ = 0;  // in the entry
};

}  // namespace ingestd::formats
