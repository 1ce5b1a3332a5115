#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/archive.hpp>
#include <ingestd/formats/limits.hpp>

#include "../block_writer.hpp"
#include "archive_entries.hpp"
#include "entry_name.hpp"
#include "unpacked_bytes.hpp"
#include "zip_directory.hpp"

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;
using Step = ArchiveEntries::Step;

constexpr std::size_t zeros_at_a_time = 64_KiB;

// What was left out, for the warnings.
struct LeftOut {
    std::size_t encrypted = 0;
    std::size_t links = 0;
    std::size_t special = 0;
    std::size_t empty = 0;
    std::size_t unsafe_names = 0;
    std::size_t damaged = 0;
    std::size_t unknown_way = 0;  // of packing
    bool is_cut_off = false;
};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string{count == 1 ? one : many};
}

// A packed file's name without the packer's ending.
std::string name_inside(std::string_view filename) {
    constexpr std::array tars{".tgz"sv, ".tbz"sv, ".tbz2"sv, ".txz"sv, ".tzst"sv, ".taz"sv};
    const auto name = filename.substr(filename.find_last_of("/\\") + 1);
    const auto dot = name.rfind('.');
    if (dot == name.npos || dot == 0) return "content";
    std::string inside{name.substr(0, dot)};
    if (std::find(tars.begin(), tars.end(), name.substr(dot)) != tars.end()) inside += ".tar";
    return inside;
}

class ArchiveReader {
public:
    ArchiveReader(std::string_view content, const ArchiveOrder& order, BlockSink& sink)
        : content_{content},
          order_{order},
          sink_{sink},
          unpacked_{content.size()},
          entries_{content, order.password} {}

    Outcome read() {
        if (content_.starts_with("PK")) {
            if (auto refused = look_at_directory()) return std::move(*refused);
        }
        for (std::size_t count = 0;; ++count) {
            if (count > archive_entries_max) return too_many_entries();
            ArchiveEntry entry;
            const auto step = entries_.next(entry);
            if (step == Step::end) return finish();
            if (step == Step::archive_damaged) return finish_damaged();
            if (step == Step::entry_damaged) {
                ++left_out_.damaged;
                continue;
            }
            if (auto failure = take(entry)) return std::move(*failure);
            if (left_out_.is_cut_off) return finish_damaged();
        }
    }

private:
    static DocumentFailure too_many_entries() {
        return {
            "too_large",
            "The archive holds more than " + std::to_string(archive_entries_max) + " entries."};
    }

    std::optional<DocumentFailure> look_at_directory() {
        const auto directory = read_zip_directory(content_);
        if (!directory) return std::nullopt;
        if (directory->entries > archive_entries_max) return too_many_entries();
        if (directory->do_overlap) {
            return DocumentFailure{
                "too_large",
                "Entries of the archive overlap, so that little unpacks to much: that is how an "
                "attack looks."};
        }
        if (unpacked_.is_beyond_bounds(directory->unpacked_bytes)) {
            return DocumentFailure{
                "too_large",
                "The archive says that it unpacks to far more than it should: that is how an "
                "attack looks."};
        }
        encoding_ = NameEncoding{directory->other_names, directory->is_dos};
        bytes_declared_ = directory->unpacked_bytes;
        return std::nullopt;
    }

    std::optional<DocumentFailure> take(const ArchiveEntry& entry) {
        if (entry.kind == EntryKind::link) ++left_out_.links;
        if (entry.kind == EntryKind::special) ++left_out_.special;
        const auto name = harmless_name(encoding_.decode(entry.name));
        if (entry.kind == EntryKind::file && entry.is_encrypted && order_.password.empty()) {
            ++left_out_.encrypted;
            return std::nullopt;
        }
        // What is left out is unpacked nevertheless, so that it counts towards the bounds.
        const bool is_wanted = entry.kind == EntryKind::file && !is_dropping(name.name);
        if (is_wanted && name.is_unsafe) ++left_out_.unsafe_names;
        return unpack(entry, is_wanted ? name_of(entry, name.name) : "");
    }

    std::string name_of(const ArchiveEntry& entry, const std::string& name) const {
        if (!entries_.is_single_file()) return name;
        // What libarchive calls a file that has no name.
        const bool is_told = !entry.name.empty() && entry.name != "data";
        return is_told ? name.substr(name.rfind('/') + 1)
                       : harmless_name(name_inside(order_.filename)).name;
    }

    //   name  empty: nobody wants it
    std::optional<DocumentFailure> unpack(const ArchiveEntry& entry, const std::string& name) {
        bool has_begun = false;
        bool is_doubtful = false;
        unpacked_.begin_entry();
        for (;;) {
            ArchiveEntries::Piece piece;
            const auto step = entries_.next_piece(piece);
            if (step != Step::taken) {
                if (is_doubtful && step == Step::end && !name.empty()) ++left_out_.damaged;
                end_entry(step, entry, has_begun, !name.empty());
                return std::nullopt;
            }
            if (auto refused = unpacked_.add(piece.hole + piece.bytes.size())) return refused;
            is_doubtful = is_doubtful || piece.is_doubtful;
            tell_part_read();
            if (name.empty() || piece.hole + piece.bytes.size() == 0) continue;
            if (!std::exchange(has_begun, true)) begin_child(name);
            fill(piece.hole);
            if (!piece.bytes.empty()) sink_.add_child_bytes(piece.bytes);
        }
    }

    void begin_child(const std::string& name) {
        sink_.begin_child({name, ""});
        ++children_;
    }

    void fill(std::uint64_t hole) {
        static const std::string zeros(zeros_at_a_time, '\0');
        for (; hole > 0; hole -= std::min<std::uint64_t>(hole, zeros.size())) {
            sink_.add_child_bytes(std::string_view{zeros}.substr(0, hole));
        }
    }

    void end_entry(Step step, const ArchiveEntry& entry, bool has_begun, bool is_wanted) {
        if (has_begun) sink_.end_child();
        if (step == Step::archive_damaged) left_out_.is_cut_off = true;
        if (step == Step::entry_damaged && is_wanted) ++reason_to_count(entry, has_begun);
        if (step == Step::end && is_wanted && !has_begun) ++left_out_.empty;
    }

    std::size_t& reason_to_count(const ArchiveEntry& entry, bool has_begun) {
        if (entry.is_encrypted && !has_begun) return left_out_.encrypted;
        return entries_.is_packed_unknown_way() ? left_out_.unknown_way : left_out_.damaged;
    }

    void tell_part_read() {
        const auto all = bytes_declared_ > 0 ? bytes_declared_ : content_.size();
        const auto read = bytes_declared_ > 0 ? unpacked_.bytes() : entries_.bytes_read();
        const auto part = static_cast<double>(read) / static_cast<double>(all);
        part_read_ = std::clamp(part, part_read_, 1.0);
        sink_.tell_part_read(part_read_);
    }

    DocumentFailure locked() const {
        if (!content_.starts_with("PK")) {
            return {
                "password_required",
                "The archive is encrypted, and no password opens it here: of encrypted archives "
                "only "
                "ZIP is read."};
        }
        return {
            "password_required",
            order_.password.empty()
                ? "The archive is encrypted and opens only with its password."
                : "The archive is encrypted, and the password that was given does not open it."};
    }

    Outcome finish_damaged() {
        left_out_.is_cut_off = true;
        if (children_ > 0) return finish();
        if (left_out_.encrypted > 0 || entries_.is_locked_as_a_whole()) return locked();
        return DocumentFailure{
            "malformed", "The archive is damaged: no file in it could be unpacked."};
    }

    Outcome finish() {
        if (children_ == 0 && left_out_.encrypted > 0) return locked();
        if (children_ == 0 && left_out_.damaged > 0) return finish_damaged();
        if (children_ == 0 && left_out_.unknown_way > 0) {
            return DocumentFailure{
                "unsupported_type", "The archive is packed in a way that is not read."};
        }
        if (children_ == 0) return nothing_in_it();
        DocumentFacts facts;
        facts.format = entries_.format();
        facts.warnings = warnings();
        return facts;
    }

    DocumentFailure nothing_in_it() const {
        std::string detail = "The archive holds no files.";
        if (left_out_.empty > 0) detail = "The archive holds no files but empty ones.";
        if (left_out_.links > 0) {
            detail += ' ' + counted(left_out_.links, "link was", "links were") + " not followed.";
        }
        return {"no_text", std::move(detail)};
    }

    std::vector<std::string> warnings() const {
        Warnings warnings;
        const auto& out = left_out_;
        const auto warn = [&](std::size_t count, std::string_view one, std::string_view many) {
            if (count > 0) warnings.add(counted(count, one, many));
        };
        warn(
            out.encrypted,
            "entry is encrypted and was left out.",
            "entries are encrypted and were left out."
        );
        warn(out.links, "link was not followed.", "links were not followed.");
        warn(
            out.special, "device or the like was left out.", "devices and the like were left out."
        );
        warn(out.empty, "empty file was left out.", "empty files were left out.");
        warn(
            out.unsafe_names,
            "unsafe entry name was made harmless.",
            "unsafe entry names were made harmless."
        );
        warn(
            out.damaged,
            "file is damaged: what could be read of it stands.",
            "files are damaged: what could be read of them stands."
        );
        warn(
            out.unknown_way,
            "file is packed in a way that is not read.",
            "files are packed in a way that is not read."
        );
        if (out.is_cut_off) {
            warnings.add("The archive is damaged or cut off: what came before stands.");
        }
        return warnings.finish();
    }

    std::string_view content_;
    const ArchiveOrder& order_;
    BlockSink& sink_;
    UnpackedBytes unpacked_;
    ArchiveEntries entries_;
    NameEncoding encoding_;
    LeftOut left_out_;
    std::size_t children_ = 0;
    std::uint64_t bytes_declared_ = 0;
    double part_read_ = 0;
};

}  // namespace

Outcome read_archive(std::string_view content, const ArchiveOrder& order, BlockSink& sink) {
    return ArchiveReader{content, order, sink}.read();
}

}  // namespace ingestd::formats
