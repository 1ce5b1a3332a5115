#include "msg_storage.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <ingestd/base/units.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t piece_bytes = 64_KiB;
constexpr std::size_t entry_bytes = 16;
constexpr std::size_t fixed_bytes_max = 1_MiB;
constexpr const char* fixed_stream = "__properties_version1.0";

std::size_t header_bytes(MsgStorage::Kind kind) {
    switch (kind) {
        case MsgStorage::Kind::message:
            return 32;
        case MsgStorage::Kind::inner_message:
            return 24;
        case MsgStorage::Kind::part:
            break;
    }
    return 8;
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint64_t number = 0;
    for (std::size_t i = width; i-- > 0;) {
        number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

// GLib keeps types for good: once in a process.
void begin_gsf() {
    static const bool is_ready = [] {
        gsf_init();
        return true;
    }();
    static_cast<void>(is_ready);
}

void read_pieces(GsfInput* stream, const std::function<bool(std::string_view)>& take) {
    auto left = static_cast<std::uint64_t>(std::max<gsf_off_t>(gsf_input_size(stream), 0));
    while (left > 0) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece_bytes));
        const auto* bytes = gsf_input_read(stream, size, nullptr);
        if (bytes == nullptr) return;  // it is cut off
        if (!take({reinterpret_cast<const char*>(bytes), size})) return;
        left -= size;
    }
}

std::string read_whole(GsfInput* stream, std::size_t bytes_max) {
    std::string whole;
    read_pieces(stream, [&](std::string_view piece) {
        whole += piece.substr(0, bytes_max - whole.size());
        return whole.size() < bytes_max;
    });
    return whole;
}

}  // namespace

std::optional<MsgStorage> MsgStorage::open(std::string_view content) {
    begin_gsf();
    const Stream source{gsf_input_memory_new(
        reinterpret_cast<const guint8*>(content.data()),
        static_cast<gsf_off_t>(content.size()),
        FALSE
    )};
    Storage root{source ? gsf_infile_msole_new(source.get(), nullptr) : nullptr};
    if (!root) return std::nullopt;
    return MsgStorage{std::move(root), Kind::message};
}

MsgStorage::MsgStorage(Storage storage, Kind kind) : storage_{std::move(storage)} {
    const Stream fixed{gsf_infile_child_by_name(storage_.get(), fixed_stream)};
    if (fixed) fixed_ = read_whole(fixed.get(), fixed_bytes_max);
    fixed_.erase(0, std::min(header_bytes(kind), fixed_.size()));
}

MsgStorage::Stream MsgStorage::stream(MsgProperty property, const char* type) const {
    char name[32];
    std::snprintf(name, sizeof name, "__substg1.0_%04X%s", static_cast<unsigned>(property), type);
    return Stream{gsf_infile_child_by_name(storage_.get(), name)};
}

std::string MsgStorage::text(MsgProperty property) const {
    if (const auto wide = stream(property, "001F")) {
        std::string decoded;
        charset::Decoder{"utf-16le"}.decode(read_whole(wide.get(), tree_bytes_max), true, decoded);
        return decoded;
    }
    if (const auto narrow = stream(property, "001E")) {
        return charset::decode_all(read_whole(narrow.get(), tree_bytes_max), encoding_).text;
    }
    return {};
}

std::string MsgStorage::bytes(MsgProperty property, std::size_t bytes_max) const {
    const auto binary = stream(property, "0102");
    return binary ? read_whole(binary.get(), bytes_max) : std::string{};
}

bool MsgStorage::read_bytes(MsgProperty property, const std::function<void(std::string_view)>& take)
    const {
    const auto binary = stream(property, "0102");
    if (!binary) return false;
    read_pieces(binary.get(), [&take](std::string_view piece) {
        take(piece);
        return true;
    });
    return true;
}

std::optional<std::string_view> MsgStorage::fixed(MsgProperty property) const {
    for (std::string_view rest{fixed_}; rest.size() >= entry_bytes;
         rest.remove_prefix(entry_bytes)) {
        if (number_at(rest, 2, 2) == static_cast<std::uint64_t>(property)) {
            return rest.substr(8, 8);
        }
    }
    return std::nullopt;
}

std::uint32_t MsgStorage::number(MsgProperty property) const {
    const auto value = fixed(property);
    return value ? static_cast<std::uint32_t>(number_at(*value, 0, 4)) : 0;
}

std::uint64_t MsgStorage::time(MsgProperty property) const {
    const auto value = fixed(property);
    return value ? number_at(*value, 0, 8) : 0;
}

std::vector<MsgStorage> MsgStorage::parts(const char* prefix, std::size_t count_max) const {
    std::vector<std::string> names;
    const auto count = std::max(gsf_infile_num_children(storage_.get()), 0);
    for (int i = 0; i < count; ++i) {
        const char* name = gsf_infile_name_by_index(storage_.get(), i);
        if (name != nullptr && std::strncmp(name, prefix, std::strlen(prefix)) == 0) {
            names.emplace_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    if (names.size() > count_max) names.resize(count_max);
    std::vector<MsgStorage> parts;
    for (const auto& name : names) {
        Stream child{gsf_infile_child_by_name(storage_.get(), name.c_str())};
        if (!child || !GSF_IS_INFILE(child.get())) continue;
        parts.push_back({Storage{GSF_INFILE(child.release())}, Kind::part});
        parts.back().set_encoding(encoding_);
    }
    return parts;
}

std::optional<MsgStorage> MsgStorage::inner_message() const {
    auto inner = stream(MsgProperty::attached, "000D");
    if (!inner || !GSF_IS_INFILE(inner.get())) return std::nullopt;
    MsgStorage message{Storage{GSF_INFILE(inner.release())}, Kind::inner_message};
    if (!message.has_properties()) return std::nullopt;
    return message;
}

}  // namespace ingestd::formats
