#include <string>

#include <ingestd/formats/archive.hpp>

#include "../../src/formats/archive/entry_name.hpp"
#include "../../src/formats/archive/zip_directory.hpp"
#include "checking_sink.hpp"

using namespace ingestd;

// What of archives is ours: the directory of a ZIP, and names; then all of it with libarchive.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::text_of(data, size);
    if (const auto directory = formats::read_zip_directory(bytes)) {
        fuzz::require(directory->other_names.size() <= 16 * 1024, "the sample of names is bounded");
    }
    const auto name = formats::harmless_name(bytes.substr(0, 4096)).name;
    fuzz::require(!name.empty() && name.front() != '/', "a name is relative");
    fuzz::require(("/" + name + "/").find("/../") == name.npos, "a name does not lead up");
    fuzz::require(utf8::is_valid(name), "a name is UTF-8");
    fuzz::CheckingSink sink;
    fuzz::check(formats::read_archive(bytes, {"it"}, sink));
    return 0;
}
