#include <algorithm>
#include <cerrno>
#include <memory>
#include <new>
#include <system_error>

#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <ingestd/base/id.hpp>
#include <openssl/evp.h>
#include <sys/random.h>

namespace ingestd {
namespace {

boost::uuids::uuid to_boost(const UuidBytes& bytes) {
    boost::uuids::uuid uuid;
    std::copy(bytes.begin(), bytes.end(), uuid.begin());
    return uuid;
}

// From the kernel, since ids must not be guessable from earlier ones, but not with a call for each:
// that cost more than all else of an id.
class RandomBytes {
public:
    UuidBytes next() {
        if (at_ == bytes_.size()) refill();
        UuidBytes taken;
        std::copy_n(bytes_.begin() + at_, taken.size(), taken.begin());
        at_ += taken.size();
        return taken;
    }

private:
    void refill() {
        // So few come whole or not at all (getrandom(2), "Interruption by a signal handler").
        const auto got = ::getrandom(bytes_.data(), bytes_.size(), 0);
        if (got != static_cast<ssize_t>(bytes_.size()))
            throw std::system_error{errno, std::generic_category(), "getrandom"};
        at_ = 0;
    }

    std::array<std::uint8_t, 16 * sizeof(UuidBytes)> bytes_;
    std::size_t at_ = sizeof bytes_;
};

UuidBytes random_bytes() {
    thread_local RandomBytes random;
    return random.next();
}

void set_version(UuidBytes& bytes, unsigned version) {
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | (version << 4));
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);  // the RFC's variant
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// By the processor's own instructions and without making a context each time: a chunk is found by
// its id by making the ids of many (index::Generation::find_chunk).
class Sha1 {
public:
    Sha1() {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha1(), nullptr) != 1)
            throw std::bad_alloc{};
    }

    std::array<std::uint8_t, 20> of(const UuidBytes& space, std::string_view name) const {
        std::array<std::uint8_t, 20> digest{};
        EVP_DigestInit_ex(context_.get(), nullptr, nullptr);
        EVP_DigestUpdate(context_.get(), space.data(), space.size());
        EVP_DigestUpdate(context_.get(), name.data(), name.size());
        EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
        return digest;
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

// Our own name space, so that no other program's UUIDv5 meets ours by chance.
constexpr UuidBytes ingestd_space = {
    0x8f, 0x1d, 0x6c, 0x52, 0x3b, 0x0e, 0x4a, 0x77, 0x9c, 0x25, 0x60, 0xd4, 0xe1, 0x97, 0xab, 0x13};

}  // namespace

UuidBytes random_uuid() {
    auto bytes = random_bytes();
    set_version(bytes, 4);
    return bytes;
}

// source: RFC 9562, section 5.7
UuidBytes ordered_uuid(Timestamp time) {
    auto bytes = random_bytes();
    const auto since = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    auto left = static_cast<std::uint64_t>(since.count());
    for (std::size_t i = 6; i-- > 0; left >>= 8) bytes[i] = static_cast<std::uint8_t>(left);
    set_version(bytes, 7);
    return bytes;
}

// source: RFC 9562, section 5.5
UuidBytes name_uuid(const UuidBytes& space, std::string_view name) {
    thread_local const Sha1 sha1;
    const auto digest = sha1.of(space, name);
    UuidBytes bytes;
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    set_version(bytes, 5);
    return bytes;
}

std::string format_uuid(const UuidBytes& bytes) {
    return boost::uuids::to_string(to_boost(bytes));
}

std::optional<UuidBytes> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    UuidBytes bytes{};
    std::size_t at = 0;
    for (auto& byte : bytes) {
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (text[at++] != '-') return std::nullopt;
        }
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        byte = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return bytes;
}

DocumentId document_id(std::string_view collection, std::string_view key) {
    // A NUL cannot occur in a collection's name, so the pair is unambiguous.
    std::string name{collection};
    name += '\0';
    name += key;
    return DocumentId::named(ingestd_space, name);
}

ChunkId chunk_id(const DocumentId& document, std::uint64_t position) {
    return ChunkId::named(document.bytes, std::to_string(position));
}

}  // namespace ingestd
