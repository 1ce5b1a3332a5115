#include "drawn_content.hpp"

#include <cmath>
#include <cstdint>

#include <GfxState.h>
#include <OutputDev.h>
#include <PDFDoc.h>

namespace ingestd::formats {
namespace {

// Scans come in strips, too, so all pictures count together.
constexpr double pictures_share_min = 0.01;  // of the page: a logo has less
constexpr double pixels_min = 10'000;        // a word that can be read has as many
constexpr int path_points_min = 200;         // a letter has some ten, a rule two
constexpr int characters_min = 4;

class DrawnContent final : public OutputDev {
public:
    bool upsideDown() override { return true; }
    bool useDrawChar() override { return true; }
    bool interpretType3Chars() override { return false; }

    void drawChar(
        GfxState*,
        double,
        double,
        double,
        double,
        double,
        double,
        CharCode,
        int,
        const Unicode*,
        int
    ) override {
        ++characters_;
    }
    void stroke(GfxState* state) override { count(*state->getPath()); }
    void fill(GfxState* state) override { count(*state->getPath()); }
    void eoFill(GfxState* state) override { count(*state->getPath()); }

    void drawImageMask(
        GfxState* state,
        Object* ref,
        Stream* stream,
        int width,
        int height,
        bool invert,
        bool interpolate,
        bool is_inline
    ) override {
        count(*state, width, height);
        OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, is_inline);
    }
    void drawImage(
        GfxState* state,
        Object* ref,
        Stream* stream,
        int width,
        int height,
        GfxImageColorMap* colors,
        bool interpolate,
        const int* mask,
        bool is_inline
    ) override {
        count(*state, width, height);
        OutputDev::drawImage(
            state, ref, stream, width, height, colors, interpolate, mask, is_inline
        );
    }
    void drawMaskedImage(
        GfxState* state,
        Object*,
        Stream*,
        int width,
        int height,
        GfxImageColorMap*,
        bool,
        Stream*,
        int mask_width,
        int mask_height,
        bool,
        bool
    ) override {
        count(*state, std::max(width, mask_width), std::max(height, mask_height));
    }
    void drawSoftMaskedImage(
        GfxState* state,
        Object*,
        Stream*,
        int width,
        int height,
        GfxImageColorMap*,
        bool,
        Stream*,
        int mask_width,
        int mask_height,
        GfxImageColorMap*,
        bool
    ) override {
        count(*state, std::max(width, mask_width), std::max(height, mask_height));
    }

    bool may_be_text(double page_area) const {
        const bool are_pictures =
            picture_area_ >= pictures_share_min * page_area && pixels_ >= pixels_min;
        return are_pictures || points_ >= path_points_min || characters_ >= characters_min;
    }

private:
    void count(const GfxPath& path) {
        for (int i = 0; i < path.getNumSubpaths() && points_ < path_points_min; ++i) {
            points_ += path.getSubpath(i)->getNumPoints();
        }
    }
    // A picture fills the unit square of its coordinates.
    void count(const GfxState& state, int width, int height) {
        const auto* m = state.getCTM();
        picture_area_ += std::abs(m[0] * m[3] - m[1] * m[2]);
        pixels_ += static_cast<double>(width) * height;
    }

    double picture_area_ = 0;  // square points
    double pixels_ = 0;
    int points_ = 0;
    int characters_ = 0;
};

}  // namespace

bool may_show_text(PDFDoc& document, int page) {
    DrawnContent drawn;
    document.displayPage(&drawn, page, 72, 72, 0, false, true, false);
    return drawn.may_be_text(document.getPageCropWidth(page) * document.getPageCropHeight(page));
}

}  // namespace ingestd::formats
