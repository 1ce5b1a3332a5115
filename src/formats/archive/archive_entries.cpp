#include "archive_entries.hpp"

#include <array>
#include <cerrno>
#include <new>

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::array packers{
    "\x1F\x8B"sv,
    "\x1F\x9D"sv,
    "BZh"sv,
    "\xFD"
    "7zXZ\0"sv,
    "\x28\xB5\x2F\xFD"sv,
    "\x04\x22\x4D\x18"sv,
    "LZIP"sv,
};

bool is_packed(std::string_view content) {
    for (const auto mark : packers) {
        if (content.starts_with(mark)) return true;
    }
    return false;
}

void read_packed(archive* reader) {
    archive_read_support_filter_gzip(reader);
    archive_read_support_filter_bzip2(reader);
    archive_read_support_filter_xz(reader);
    archive_read_support_filter_zstd(reader);
    archive_read_support_filter_lz4(reader);
    archive_read_support_filter_lzip(reader);
    archive_read_support_filter_compress(reader);
    archive_read_support_format_tar(reader);
    archive_read_support_format_cpio(reader);
    archive_read_support_format_empty(reader);
    archive_read_support_format_raw(reader);
}

void read_plain(archive* reader) {
    archive_read_support_format_zip(reader);
    archive_read_support_format_tar(reader);
    archive_read_support_format_7zip(reader);
    archive_read_support_format_rar(reader);
    archive_read_support_format_rar5(reader);
    archive_read_support_format_cpio(reader);
    archive_read_support_format_ar(reader);
    archive_read_support_format_cab(reader);
}

EntryKind kind_of(archive_entry* entry) {
    if (archive_entry_hardlink(entry) != nullptr) return EntryKind::link;
    switch (archive_entry_filetype(entry)) {
        case AE_IFDIR:
            return EntryKind::folder;
        case AE_IFLNK:
            return EntryKind::link;
        case AE_IFREG:
        case 0:
            return EntryKind::file;
        default:
            return EntryKind::special;
    }
}

const char* name_of_packer(int code) {
    switch (code) {
        case ARCHIVE_FILTER_GZIP:
            return "gzip";
        case ARCHIVE_FILTER_BZIP2:
            return "bzip2";
        case ARCHIVE_FILTER_XZ:
            return "xz";
        case ARCHIVE_FILTER_ZSTD:
            return "zstd";
        case ARCHIVE_FILTER_LZ4:
            return "lz4";
        case ARCHIVE_FILTER_LZIP:
            return "lzip";
        default:
            return "compress";
    }
}

}  // namespace

void ArchiveEntries::Free::operator()(archive* reader) const {
    archive_read_free(reader);
}

ArchiveEntries::ArchiveEntries(std::string_view content, std::string_view password)
    : unicode_names_{::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)},
      before_{::uselocale(unicode_names_)},
      reader_{archive_read_new()} {
    if (!reader_) throw std::bad_alloc{};
    is_packed(content) ? read_packed(reader_.get()) : read_plain(reader_.get());
    if (!password.empty()) {
        archive_read_add_passphrase(reader_.get(), std::string{password}.c_str());
    }
    is_open_ =
        archive_read_open_memory(reader_.get(), content.data(), content.size()) == ARCHIVE_OK;
}

ArchiveEntries::~ArchiveEntries() {
    reader_.reset();
    ::uselocale(before_);
    if (unicode_names_ != nullptr) ::freelocale(unicode_names_);
}

ArchiveEntries::Step ArchiveEntries::step(int result) const {
    if (result == ARCHIVE_EOF) return Step::end;
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return Step::taken;
    if (archive_errno(reader_.get()) == ENOMEM) throw std::bad_alloc{};
    return result == ARCHIVE_FATAL ? Step::archive_damaged : Step::entry_damaged;
}

ArchiveEntries::Step ArchiveEntries::next(ArchiveEntry& entry) {
    if (!is_open_) return Step::archive_damaged;
    archive_entry* found = nullptr;
    const auto came = step(archive_read_next_header(reader_.get(), &found));
    at_ = 0;
    if (came != Step::taken) return came;
    // What was to be packed and is not would be taken as it stands.
    if (is_single_file() && archive_filter_code(reader_.get(), 0) == ARCHIVE_FILTER_NONE) {
        return Step::archive_damaged;
    }
    const char* name = archive_entry_pathname(found);
    entry.kind = kind_of(found);
    entry.name = name != nullptr ? name : "";
    entry.is_encrypted = archive_entry_is_encrypted(found) != 0;
    return came;
}

ArchiveEntries::Step ArchiveEntries::next_piece(Piece& piece) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int result = archive_read_data_block(reader_.get(), &bytes, &size, &offset);
    const auto came = step(result);
    // So it tells that a checksum or a length does not fit.
    piece.is_doubtful = result == ARCHIVE_WARN;
    if (came != Step::taken) return came;
    const auto begins = static_cast<std::uint64_t>(offset);
    // Pieces that go back are damage; they are taken as they come.
    piece.hole = begins > at_ ? begins - at_ : 0;
    piece.bytes = {static_cast<const char*>(bytes), size};
    at_ += piece.hole + size;
    return came;
}

bool ArchiveEntries::is_packed_unknown_way() const {
    const char* why = is_open_ ? archive_error_string(reader_.get()) : nullptr;
    return why != nullptr && std::string_view{why}.find("nsupported") != std::string_view::npos;
}

std::string ArchiveEntries::format() const {
    switch (archive_format(reader_.get()) & ARCHIVE_FORMAT_BASE_MASK) {
        case ARCHIVE_FORMAT_ZIP:
            return "zip";
        case ARCHIVE_FORMAT_TAR:
            return "tar";
        case ARCHIVE_FORMAT_7ZIP:
            return "7z";
        case ARCHIVE_FORMAT_RAR:
        case ARCHIVE_FORMAT_RAR_V5:
            return "rar";
        case ARCHIVE_FORMAT_CPIO:
            return "cpio";
        case ARCHIVE_FORMAT_AR:
            return "ar";
        case ARCHIVE_FORMAT_CAB:
            return "cab";
        default:
            return name_of_packer(archive_filter_code(reader_.get(), 0));
    }
}

bool ArchiveEntries::is_single_file() const {
    return (archive_format(reader_.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_RAW;
}

bool ArchiveEntries::is_locked_as_a_whole() const {
    return is_open_ && archive_read_has_encrypted_entries(reader_.get()) > 0;
}

std::uint64_t ArchiveEntries::bytes_read() const {
    const auto read = archive_filter_bytes(reader_.get(), -1);
    return read > 0 ? static_cast<std::uint64_t>(read) : 0;
}

}  // namespace ingestd::formats
