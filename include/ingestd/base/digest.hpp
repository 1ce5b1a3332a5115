// SHA-256 (FIPS 180-4) of bytes as they stream by.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ingestd {

struct Sha256 {
    std::array<std::uint8_t, 32> bytes{};

    std::string hex() const;
    static std::optional<Sha256> parse(std::string_view hex);
    friend auto operator<=>(const Sha256&, const Sha256&) = default;
};

//   thread  one at a time
class Sha256Hasher {
public:
    Sha256Hasher();
    ~Sha256Hasher();
    Sha256Hasher(Sha256Hasher&&) noexcept;
    Sha256Hasher& operator=(Sha256Hasher&&) noexcept;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view bytes);
    Sha256 finish();  // once

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

Sha256 sha256(std::string_view bytes);

}  // namespace ingestd
