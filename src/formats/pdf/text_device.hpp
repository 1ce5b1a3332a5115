// Where the characters of a PDF's page go. Private to the room.
#pragma once

#include <cstddef>

#include <TextOutputDev.h>

namespace ingestd::formats {

// Poppler's own, for one page that may be drawn in parts: what its content says, then what notes
// and fields on it look like. Counts characters whose font does not tell what they mean.
class TextDevice final : public TextOutputDev {
public:
    TextDevice() : TextOutputDev{nullptr, false, 0, false, false} {}

    void startPage(int number, GfxState* state, XRef* xref) override {
        if (!has_begun_) TextOutputDev::startPage(number, state, xref);
        has_begun_ = true;
    }

    void drawChar(
        GfxState* state,
        double x,
        double y,
        double dx,
        double dy,
        double origin_x,
        double origin_y,
        CharCode code,
        int bytes,
        const Unicode* unicode,
        int length
    ) override {
        if (length == 0) ++without_meaning_;
        TextOutputDev::drawChar(
            state, x, y, dx, dy, origin_x, origin_y, code, bytes, unicode, length
        );
    }

    std::size_t without_meaning() const { return without_meaning_; }

private:
    std::size_t without_meaning_ = 0;
    bool has_begun_ = false;
};

}  // namespace ingestd::formats
