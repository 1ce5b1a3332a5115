// Names of the files in an archive: read in their encoding, and made harmless. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

//   is_unsafe  as written it would have led out of a folder, or held control characters
struct EntryName {
    std::string name;
    bool is_unsafe = false;
};

// `name` in UTF-8, its folders parted by `/`, relative and without "." and ".."; "unnamed" when
// nothing is left of it.
EntryName harmless_name(std::string_view name);

// What Finder and Explorer leave behind, and nobody wrote.
bool is_dropping(std::string_view name);

// Reads names that do not tell their encoding; those that are valid UTF-8 are taken as such.
class NameEncoding {
public:
    NameEncoding() = default;
    //   names   several of them, a line each: the more, the surer
    //   is_dos  the code pages of DOS are likelier than those of Windows
    NameEncoding(std::string_view names, bool is_dos);

    // Where nothing was known before, each name adds to what is known.
    std::string decode(std::string_view name);

private:
    std::string seen_;
    std::string encoding_;
};

}  // namespace ingestd::formats
