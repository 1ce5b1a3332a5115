// Plain text, read in this process: decoding it is nothing that hostile bytes could break.
#pragma once

#include <cstdint>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/extract/text_cutter.hpp>

namespace ingestd::extract {

// The extracted text is the file's, apart from its encoding, byte order mark and control
// characters.
//   memory  a few turns of 64 KiB, whatever the document's length
class TextStream final : public ExtractStream {
public:
    explicit TextStream(ExtractRequest request);

    ExtractStep next() override;
    void when_ready(std::function<void()> ready) override { ready(); }  // it is always

private:
    bool read_more();  // false: the read failed
    ExtractStep finish() const;
    double part_read() const;

    ExtractRequest request_;
    charset::DetectingDecoder decoder_;
    TextCutter cutter_;
    std::uint64_t offset_ = 0;
    bool is_read_ = false;
};

}  // namespace ingestd::extract
