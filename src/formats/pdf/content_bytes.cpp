#include "content_bytes.hpp"

#include <algorithm>
#include <memory>

#include <Object.h>
#include <Stream.h>
#include <zlib.h>

namespace ingestd::formats {
namespace {

constexpr std::size_t bytes_max = 16U << 20;  // a map has 10 MB

// False: there are too many.
bool append_all(Stream& stream, std::string& bytes) {
    constexpr std::size_t portion = 16U << 10;
    stream.reset();
    for (std::size_t read = portion; read == portion;) {
        const auto before = bytes.size();
        if (before > bytes_max) return false;
        bytes.resize(before + portion);
        auto* const to = reinterpret_cast<unsigned char*>(bytes.data() + before);
        read = static_cast<std::size_t>(std::max(stream.doGetChars(portion, to), 0));
        bytes.resize(before + read);
    }
    return true;
}

struct EndInflating {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// False: damaged, or too many bytes. Then `bytes` stays as it was.
bool append_inflated(const std::string& packed, std::string& bytes) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return false;
    const std::unique_ptr<z_stream, EndInflating> ending{&stream};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    const auto portion = std::clamp<std::size_t>(4 * packed.size(), 1U << 10, 4U << 20);
    const auto before = bytes.size();
    auto end = before;
    int result = Z_OK;
    while (result == Z_OK && end <= bytes_max) {
        bytes.resize(end + portion);
        stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + end);
        stream.avail_out = static_cast<uInt>(bytes.size() - end);
        result = inflate(&stream, Z_NO_FLUSH);
        end = bytes.size() - stream.avail_out;
    }
    bytes.resize(result == Z_STREAM_END ? end : before);
    return result == Z_STREAM_END;
}

bool is_plainly_deflated(Stream& stream) {
    if (stream.getKind() != strFlate || stream.getNextStream() == nullptr) return false;
    const auto* const dictionary = stream.getDict();
    return dictionary != nullptr && dictionary->lookup("DecodeParms").isNull() &&
           dictionary->lookup("DP").isNull();
}

// zlib needs a quarter of poppler's time, but gives up where poppler takes what it can get.
bool append_content(Stream& stream, std::string& bytes) {
    if (is_plainly_deflated(stream)) {
        std::string packed;
        if (append_all(*stream.getNextStream(), packed) && append_inflated(packed, bytes))
            return true;
    }
    return append_all(stream, bytes);
}

}  // namespace

std::optional<ContentBytes> content_bytes(const Object& contents) {
    ContentBytes content;
    auto& bytes = content.bytes;
    if (contents.isStream()) {
        if (!append_content(*contents.getStream(), bytes)) return std::nullopt;
        return content;
    }
    if (!contents.isArray()) return std::nullopt;
    for (int i = 0; i < contents.arrayGetLength(); ++i) {
        const auto part = contents.arrayGet(i);
        if (!part.isStream() || !append_content(*part.getStream(), bytes)) return std::nullopt;
        content.joins.push_back(bytes.size());
        bytes += '\n';  // ends a token
    }
    return content;
}

}  // namespace ingestd::formats
