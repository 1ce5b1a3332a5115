// A model of a few numbers, made here: each token has a row of a table, and nothing else happens.
#pragma once

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/write_file.hpp"

namespace ingestd::test {

// Protocol Buffers' wire format, as far as an ONNX file takes it.
class Message {
public:
    Message& number(unsigned field, std::uint64_t value) {
        varint(field << 3);
        varint(value);
        return *this;
    }
    Message& bytes(unsigned field, std::string_view value) {
        varint(field << 3 | 2);
        varint(value.size());
        text_ += value;
        return *this;
    }
    Message& message(unsigned field, const Message& value) { return bytes(field, value.text_); }
    const std::string& text() const { return text_; }

private:
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) text_ += static_cast<char>(value | 0x80);
        text_ += static_cast<char>(value);
    }
    std::string text_;
};

inline constexpr int f32 = 1, i64 = 7;  // of TensorProto.DataType

// A tensor of [1, n, `last`], or of [1, n].
inline Message value_info(std::string_view name, int type, std::uint64_t last = 0) {
    Message shape;
    shape.message(1, Message{}.number(1, 1)).message(1, Message{}.bytes(2, "n"));
    if (last != 0) shape.message(1, Message{}.number(1, last));
    const auto tensor = Message{}.number(1, static_cast<std::uint64_t>(type)).message(2, shape);
    return Message{}.bytes(1, name).message(2, Message{}.message(1, tensor));
}

//   rows       of the table, one a token
//   inputs     beside input_ids; none is used
struct TinyModel {
    std::vector<std::vector<float>> rows;
    std::vector<std::string> inputs{"attention_mask", "token_type_ids"};

    std::string onnx() const {
        std::string raw;
        for (const auto& row : rows) {
            for (const auto value : row) {
                char word[sizeof value];
                std::memcpy(word, &value, sizeof value);
                raw.append(word, sizeof value);
            }
        }
        const auto width = rows.front().size();
        const auto table = Message{}
                               .number(1, rows.size())
                               .number(1, width)
                               .number(2, f32)
                               .bytes(8, "table")
                               .bytes(9, raw);
        const auto gather = Message{}
                                .bytes(1, "table")
                                .bytes(1, "input_ids")
                                .bytes(2, "last_hidden_state")
                                .bytes(4, "Gather");
        Message graph;
        graph.message(1, gather).bytes(2, "tiny").message(5, table);
        graph.message(11, value_info("input_ids", i64));
        for (const auto& input : inputs) graph.message(11, value_info(input, i64));
        graph.message(12, value_info("last_hidden_state", f32, width));
        return Message{}
            .number(1, 7)
            .message(7, graph)
            .message(8, Message{}.bytes(1, "").number(2, 13))
            .text();
    }
};

// [UNK] [CLS] [SEP] lift drag wing ##s: of the special ones nothing remains in a mean.
inline constexpr std::string_view tiny_vocabulary = "[UNK]\n[CLS]\n[SEP]\nlift\ndrag\nwing\n##s\n";

inline TinyModel tiny_model() {
    return {
        .rows = {
            {0, 0, 0, 1},
            {0, 0, 0, 0},
            {0, 0, 0, 0},
            {1, 0, 0, 0},
            {0, 2, 0, 0},
            {0, 0, 3, 0},
            {0, 0, 4, 0}}};
}

inline void write_tiny_model(const std::filesystem::path& directory) {
    write_file(directory / "model.onnx", tiny_model().onnx());
    write_file(directory / "vocab.txt", tiny_vocabulary);
}

}  // namespace ingestd::test
