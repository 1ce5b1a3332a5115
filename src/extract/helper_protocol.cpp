#include <bit>
#include <cmath>
#include <type_traits>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/extract/helper_protocol.hpp>

namespace ingestd::extract {
namespace {

constexpr std::size_t header_bytes = 5;

class Writer {
public:
    explicit Writer(FrameKind kind) : bytes_(4, '\0') { put(static_cast<std::uint8_t>(kind)); }

    void put(double value) { put(std::bit_cast<std::uint64_t>(value)); }
    template <class Unsigned>
    void put(Unsigned value) {
        static_assert(std::is_unsigned_v<Unsigned>);
        for (std::size_t i = 0; i < sizeof value; ++i) {
            bytes_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
        }
    }
    void put_text(std::string_view text) {
        put(static_cast<std::uint32_t>(text.size()));
        bytes_ += text;
    }
    void put_bytes(std::string_view bytes) { bytes_ += bytes; }
    std::string finish() {
        const auto length = bytes_.size() - header_bytes;
        for (std::size_t i = 0; i < 4; ++i) bytes_[i] = static_cast<char>(length >> (8 * i) & 0xFF);
        return std::move(bytes_);
    }

private:
    std::string bytes_;
};

// Reads past the end or a value out of bounds make everything after it worthless: is_good() says
// so.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    template <class Unsigned>
    Unsigned take() {
        static_assert(std::is_unsigned_v<Unsigned>);
        std::uint64_t value = 0;
        if (rest_.size() < sizeof(Unsigned)) {
            refuse();
            return 0;
        }
        for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
        }
        rest_.remove_prefix(sizeof(Unsigned));
        return static_cast<Unsigned>(value);
    }
    // A place on a page: a number that can be reckoned with.
    double take_number() {
        const auto value = std::bit_cast<double>(take<std::uint64_t>());
        require(std::isfinite(value) && std::abs(value) < 1e9);
        return is_good_ ? value : 0;
    }
    std::string take_text() {
        const auto length = take<std::uint32_t>();
        if (length > rest_.size() || !utf8::is_valid(rest_.substr(0, length))) {
            refuse();
            return {};
        }
        std::string text{rest_.substr(0, length)};
        rest_.remove_prefix(length);
        return text;
    }
    // Bytes of any kind, to the end.
    std::string take_rest() { return std::string{std::exchange(rest_, {})}; }
    template <class Enum>
    Enum take_enum(Enum last) {
        const auto value = take<std::uint8_t>();
        if (value > static_cast<std::uint8_t>(last)) refuse();
        return is_good_ ? static_cast<Enum>(value) : Enum{};
    }
    void require(bool condition) {
        if (!condition) refuse();
    }
    bool is_good() const { return is_good_; }
    bool is_all_taken() const { return is_good_ && rest_.empty(); }

private:
    void refuse() {
        is_good_ = false;
        rest_ = {};
    }

    std::string_view rest_;
    bool is_good_ = true;
};

Block take_block(Reader& reader) {
    Block block;
    block.kind = reader.take_enum(BlockKind::caption);
    block.before = reader.take_enum(Separator::paragraph);
    block.level = reader.take<std::uint8_t>();
    const auto is_table_header = reader.take<std::uint8_t>();
    reader.require(is_table_header <= 1);
    block.is_table_header = is_table_header == 1;
    block.page = reader.take<std::uint32_t>();
    block.text = reader.take_text();
    reader.require(block.level <= 6 && !block.text.empty() && block.text.size() <= block_text_max);
    return block;
}

Extracted take_blocks(Reader& reader) {
    Extracted extracted;
    extracted.part_read = std::bit_cast<double>(reader.take<std::uint64_t>());
    reader.require(extracted.part_read >= 0 && extracted.part_read <= 1);  // false for NaN
    const auto count = reader.take<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.is_good(); ++i) {
        extracted.blocks.push_back(take_block(reader));
    }
    return extracted;
}

PageWords take_words(Reader& reader) {
    PageWords page;
    page.page = reader.take<std::uint32_t>();
    page.width = reader.take_number();
    page.height = reader.take_number();
    reader.require(page.page > 0);
    const auto count = reader.take<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.is_good(); ++i) {
        auto& word = page.words.emplace_back();
        word.line = reader.take<std::uint32_t>();
        for (auto* at : {&word.box.x, &word.box.y, &word.box.width, &word.box.height})
            *at = reader.take_number();
        word.text = reader.take_text();
        reader.require(word.box.width >= 0 && word.box.height >= 0);
    }
    return page;
}

Ended take_ended(Reader& reader) {
    Ended ended;
    ended.facts.format = reader.take_text();
    ended.facts.title = reader.take_text();
    ended.facts.author = reader.take_text();
    ended.facts.language = reader.take_text();
    ended.facts.encoding = reader.take_text();
    ended.facts.created = reader.take_text();
    ended.facts.modified = reader.take_text();
    ended.facts.pages = reader.take<std::uint32_t>();
    const auto count = reader.take<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.is_good(); ++i) {
        ended.facts.warnings.push_back(reader.take_text());
    }
    return ended;
}

DocumentFailure take_failure(Reader& reader) {
    DocumentFailure failure;
    failure.code = reader.take_text();
    failure.detail = reader.take_text();
    failure.stage = reader.take_enum(Stage::index);
    failure.page = reader.take<std::uint32_t>();
    reader.require(!failure.code.empty());
    return failure;
}

ChildBegins take_child(Reader& reader) {
    ChildBegins child;
    child.name = reader.take_text();
    child.content_type = reader.take_text();
    reader.require(!child.name.empty() && child.name.size() <= child_name_max);
    reader.require(child.content_type.size() <= child_name_max);
    return child;
}

ChildBytes take_child_bytes(Reader& reader) {
    ChildBytes child{reader.take_rest()};
    reader.require(!child.bytes.empty() && child.bytes.size() <= child_bytes_max);
    return child;
}

}  // namespace

std::string encode(const ReadOrder& order) {
    Writer writer{FrameKind::read};
    writer.put(static_cast<std::uint8_t>(order.type));
    writer.put(order.bytes);
    writer.put_text(order.content_type);
    writer.put_text(order.source_language);
    writer.put_text(order.filename);
    writer.put_text(order.password);
    writer.put_text(order.ocr_languages);
    writer.put(order.words_of.first);
    writer.put(order.words_of.last);
    return writer.finish();
}

std::string encode(const Extracted& extracted) {
    Writer writer{FrameKind::blocks};
    writer.put(std::bit_cast<std::uint64_t>(extracted.part_read));
    writer.put(static_cast<std::uint32_t>(extracted.blocks.size()));
    for (const auto& block : extracted.blocks) {
        writer.put(static_cast<std::uint8_t>(block.kind));
        writer.put(static_cast<std::uint8_t>(block.before));
        writer.put(block.level);
        writer.put(static_cast<std::uint8_t>(block.is_table_header ? 1 : 0));
        writer.put(block.page);
        writer.put_text(block.text);
    }
    return writer.finish();
}

std::string encode(const ChildBegins& child) {
    Writer writer{FrameKind::child};
    writer.put_text(child.name);
    writer.put_text(child.content_type);
    return writer.finish();
}

std::string encode_child_bytes(std::string_view bytes) {
    Writer writer{FrameKind::bytes};
    writer.put_bytes(bytes);
    return writer.finish();
}

std::string encode(const ChildEnds&) {
    return Writer{FrameKind::closed}.finish();
}

std::string encode(const PageWords& page) {
    Writer writer{FrameKind::words};
    writer.put(page.page);
    writer.put(page.width);
    writer.put(page.height);
    writer.put(static_cast<std::uint32_t>(page.words.size()));
    for (const auto& word : page.words) {
        writer.put(word.line);
        for (const auto at : {word.box.x, word.box.y, word.box.width, word.box.height})
            writer.put(at);
        writer.put_text(word.text);
    }
    return writer.finish();
}

std::string encode(const Ended& ended) {
    Writer writer{FrameKind::ended};
    const auto& facts = ended.facts;
    for (const auto* text :
         {&facts.format,
          &facts.title,
          &facts.author,
          &facts.language,
          &facts.encoding,
          &facts.created,
          &facts.modified}) {
        writer.put_text(*text);
    }
    writer.put(facts.pages);
    writer.put(static_cast<std::uint32_t>(facts.warnings.size()));
    for (const auto& warning : facts.warnings) writer.put_text(warning);
    return writer.finish();
}

std::string encode(const DocumentFailure& failure) {
    Writer writer{FrameKind::failed};
    writer.put_text(failure.code);
    writer.put_text(failure.detail);
    writer.put(static_cast<std::uint8_t>(failure.stage));
    writer.put(failure.page);
    return writer.finish();
}

std::optional<ReadOrder> decode_order(const Frame& frame) {
    if (frame.kind != FrameKind::read) return std::nullopt;
    Reader reader{frame.payload};
    ReadOrder order;
    order.type = reader.take_enum(last_document_type);
    order.bytes = reader.take<std::uint64_t>();
    order.content_type = reader.take_text();
    order.source_language = reader.take_text();
    order.filename = reader.take_text();
    order.password = reader.take_text();
    order.ocr_languages = reader.take_text();
    order.words_of.first = reader.take<std::uint32_t>();
    order.words_of.last = reader.take<std::uint32_t>();
    if (!reader.is_all_taken()) return std::nullopt;
    return order;
}

std::optional<ExtractStep> decode_step(const Frame& frame) {
    Reader reader{frame.payload};
    std::optional<ExtractStep> step;
    if (frame.kind == FrameKind::blocks) step = take_blocks(reader);
    if (frame.kind == FrameKind::ended) step = take_ended(reader);
    if (frame.kind == FrameKind::failed) step = take_failure(reader);
    if (frame.kind == FrameKind::child) step = take_child(reader);
    if (frame.kind == FrameKind::bytes) step = take_child_bytes(reader);
    if (frame.kind == FrameKind::closed) step = ChildEnds{};
    if (frame.kind == FrameKind::words) step = take_words(reader);
    if (!reader.is_all_taken()) return std::nullopt;
    return step;
}

void FrameBuffer::push(std::string_view bytes) {
    bytes_.erase(0, taken_);
    taken_ = 0;
    bytes_ += bytes;
}

std::optional<Frame> FrameBuffer::next() {
    const auto rest = std::string_view{bytes_}.substr(taken_);
    if (is_broken_ || rest.size() < header_bytes) return std::nullopt;
    Reader header{rest};
    const auto length = header.take<std::uint32_t>();
    const auto kind = header.take<std::uint8_t>();
    if (length > frame_payload_max || kind < 1 ||
        kind > static_cast<std::uint8_t>(FrameKind::words)) {
        is_broken_ = true;
        return std::nullopt;
    }
    if (rest.size() < header_bytes + length) return std::nullopt;
    taken_ += header_bytes + length;
    return Frame{static_cast<FrameKind>(kind), rest.substr(header_bytes, length)};
}

}  // namespace ingestd::extract
