#include "zip_directory.hpp"

#include <algorithm>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

// The records (APPNOTE 4.3): end of the directory, its 64-bit kind with the locator that stands
// right before the other, and an entry of the directory.
constexpr auto end_mark = "PK\5\6"sv;
constexpr auto end64_mark = "PK\6\6"sv;
constexpr auto locator64_mark = "PK\6\7"sv;
constexpr auto entry_mark = "PK\1\2"sv;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t end64_bytes = 56;
constexpr std::size_t locator64_bytes = 20;
constexpr std::size_t entry_bytes = 46;
constexpr std::size_t local_header_bytes = 30;
constexpr std::size_t comment_bytes_max = 0xFFFF;
constexpr std::uint64_t is_in_extra = 0xFFFFFFFF;  // the 64-bit value stands in the extra field
constexpr std::size_t names_sample_max = 16_KiB;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint64_t number = 0;
    for (std::size_t i = width; i-- > 0;) {
        number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

// Where the directory begins; npos: not told.
std::size_t find_directory(std::string_view content) {
    if (content.size() < end_bytes) return content.npos;
    const auto end = content.rfind(end_mark, content.size() - end_bytes);
    if (end == content.npos || content.size() - end > end_bytes + comment_bytes_max) {
        return content.npos;
    }
    auto begin = number_at(content, end + 16, 4);
    auto length = number_at(content, end + 12, 4);
    auto stands_before = end;
    if (begin == is_in_extra && end >= locator64_bytes &&
        content.substr(end - locator64_bytes).starts_with(locator64_mark)) {
        const auto at = number_at(content, end - locator64_bytes + 8, 8);
        if (at > content.size() || content.size() - at < end64_bytes) return content.npos;
        if (!content.substr(at).starts_with(end64_mark)) return content.npos;
        begin = number_at(content, at + 48, 8);
        length = number_at(content, at + 40, 8);
        stands_before = at;
    }
    // Something may stand before the archive; then the offsets are short of it.
    if (length <= stands_before) begin = std::max(begin, stands_before - length);
    return begin < content.size() ? begin : content.npos;
}

struct Entry {
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
    std::uint64_t offset = 0;
};

// The 64-bit values of an entry, for those that do not fit.
void read_wide_values(std::string_view extra, Entry& entry) {
    while (extra.size() >= 4) {
        const auto kind = number_at(extra, 0, 2);
        auto field = extra.substr(4, number_at(extra, 2, 2));
        extra.remove_prefix(4 + field.size());
        if (kind != 1) continue;
        for (auto* value : {&entry.unpacked, &entry.packed, &entry.offset}) {
            if (*value != is_in_extra || field.size() < 8) continue;
            *value = number_at(field, 0, 8);
            field.remove_prefix(8);
        }
        return;
    }
}

bool do_overlap(std::vector<Entry>& entries) {
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) {
        return one.offset < other.offset;
    });
    // Names are not counted: the one before an entry may be shorter than the directory's.
    const auto reaches_into = [](const Entry& one, const Entry& next) {
        const auto room = next.offset - one.offset;
        return room < local_header_bytes || room - local_header_bytes < one.packed;
    };
    return std::adjacent_find(entries.begin(), entries.end(), reaches_into) != entries.end();
}

void keep_name(std::string_view name, ZipDirectory& directory) {
    if (utf8::is_valid(name) || directory.other_names.size() + name.size() >= names_sample_max) {
        return;
    }
    directory.other_names.append(name).append("\n");
}

// Programs of Unix tell so, and write names in the encoding of the machine.
bool is_made_under_dos(std::uint64_t system) {
    constexpr std::uint64_t fat = 0;
    constexpr std::uint64_t ntfs_of_appnote = 10;
    constexpr std::uint64_t ntfs_of_info_zip = 11;
    return system == fat || system == ntfs_of_appnote || system == ntfs_of_info_zip;
}

}  // namespace

std::optional<ZipDirectory> read_zip_directory(std::string_view content) {
    const auto begin = find_directory(content);
    if (begin == content.npos) return std::nullopt;
    ZipDirectory directory;
    std::vector<Entry> entries;
    auto rest = content.substr(begin);
    while (rest.size() >= entry_bytes && rest.starts_with(entry_mark) &&
           directory.entries <= archive_entries_max) {
        Entry entry{number_at(rest, 20, 4), number_at(rest, 24, 4), number_at(rest, 42, 4)};
        const auto name_bytes = number_at(rest, 28, 2);
        const auto extra_bytes = number_at(rest, 30, 2);
        const auto comment_bytes = number_at(rest, 32, 2);
        const auto name = rest.substr(entry_bytes, name_bytes);
        const auto behind_name = std::min(entry_bytes + name_bytes, rest.size());
        read_wide_values(rest.substr(behind_name, extra_bytes), entry);
        keep_name(name, directory);
        ++directory.entries;
        directory.is_dos = is_made_under_dos(number_at(rest, 5, 1));
        // Saturates: a sum that comes round would hide what it declares.
        directory.unpacked_bytes =
            std::max(directory.unpacked_bytes + entry.unpacked, directory.unpacked_bytes);
        entries.push_back(entry);
        rest.remove_prefix(std::min(behind_name + extra_bytes + comment_bytes, rest.size()));
    }
    directory.do_overlap = do_overlap(entries);
    return directory;
}

}  // namespace ingestd::formats
