#include "page_reader.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>
#include <utility>

#include <Annot.h>
#include <Gfx.h>
#include <PDFDoc.h>
#include <Page.h>
#include <ingestd/base/utf8.hpp>

#include "link_areas.hpp"
#include "links.hpp"
#include "logical_text.hpp"
#include "text_device.hpp"
#include "text_interpreter.hpp"

namespace ingestd::formats {
namespace {

struct DropText {
    void operator()(TextPage* page) const { page->decRefCnt(); }
};

using TextHeld = std::unique_ptr<TextPage, DropText>;

bool names_bold(const TextFontInfo& font) {
    if (font.isBold()) return true;
    const auto* name = font.getFontName();
    if (name == nullptr) return false;
    const std::string_view view{name->c_str()};
    for (const std::string_view word :
         {"Bold", "bold", "Black", "Heavy", "CMBX", "CMSSBX", "-Bd"}) {
        if (view.find(word) != view.npos) return true;
    }
    return false;
}

bool names_fixed(const TextFontInfo& font) {
    if (font.isFixedWidth()) return true;
    const auto* name = font.getFontName();
    if (name == nullptr) return false;
    const std::string_view view{name->c_str()};
    for (const std::string_view word : {"Courier", "Mono", "CMTT", "Consolas", "Typewriter"}) {
        if (view.find(word) != view.npos) return true;
    }
    return false;
}

// Characters that somebody may have drawn, but that mean nothing: in private use, replaced, or for
// controlling a printer.
bool is_meaningless(char32_t code) {
    if (code < 0x7F) return code < 0x20;
    return code < 0xA0 || (code >= 0xD800 && code < 0xF900) || code == 0xFFFD || code >= 0xF0000;
}

constexpr double points_per_inch = 72;

// A link with no look of its own shows nothing.
bool shows_something(const Annot& annotation) {
    return annotation.getType() != Annot::typeLink || annotation.getAppearStreams() != nullptr;
}

bool lacks_resources(const Annot& annotation) {
    const auto look = annotation.getAppearance();
    return look.isStream() && !look.streamGetDict()->lookup("Resources").isDict();
}

// Notes on the page and fields to fill in have a look of their own, with text. Ends the page, too.
void draw_annotations(PDFDoc& document, Page& page, TextDevice& device) {
    const auto& annotations = page.getAnnots()->getAnnots();
    const auto drawn = [](const Annot* annotation) { return shows_something(*annotation); };
    if (std::ranges::none_of(annotations, drawn)) return device.endPage();
    // Who is given the page's resources makes all of its fonts.
    const bool need_the_pages = std::ranges::any_of(annotations, [](const Annot* annotation) {
        return lacks_resources(*annotation);
    });
    Gfx interpreter{
        &document,
        &device,
        page.getNum(),
        need_the_pages ? page.getResourceDict() : nullptr,
        points_per_inch,
        points_per_inch,
        page.getCropBox(),
        nullptr,
        page.getRotate()};
    for (auto* annotation : annotations) {
        if (shows_something(*annotation)) annotation->draw(&interpreter, false);
    }
}

std::unique_ptr<TextDevice> draw_text(PDFDoc& document, Page& page, SharedObjects& shared) {
    auto device = std::make_unique<TextDevice>();
    if (TextInterpreter{document, page, shared, *device}.draw()) {
        draw_annotations(document, page, *device);
        return device;
    }
    device = std::make_unique<TextDevice>();
    document.displayPage(
        device.get(), page.getNum(), points_per_inch, points_per_inch, 0, false, true, false
    );
    return device;
}

// Matrices may make places that are no numbers, and what is no number cannot be put in order.
bool is_somewhere(const PdfWord& word) {
    const auto& [x0, y0, x1, y1] = word.box;
    return std::isfinite(x0 + y0 + x1 + y1 + word.size);
}

class LineReader {
public:
    LineReader(const TextPage& text, LinkAreas links, PdfPage& page)
        : text_{text}, links_{std::move(links)}, page_{page} {}

    //   without_meaning  characters that are not in the text
    void read(std::size_t without_meaning) {
        meaningless_ = without_meaning;
        for_each_word([this](const TextWord& word) { count_direction(word); });
        page_.is_garbled = meaningless_ > meaningful_;
        int flow = 0;
        int block = 0;
        for (const auto* f = text_.getFlows(); f != nullptr; f = f->getNext(), ++flow) {
            for (const auto* b = f->getBlocks(); b != nullptr; b = b->getNext(), ++block) {
                for (const auto* l = b->getLines(); l != nullptr; l = l->getNext()) {
                    read_line(*l, flow, block);
                }
            }
        }
    }

private:
    template <class Visit>
    void for_each_word(Visit visit) {
        for (const auto* f = text_.getFlows(); f != nullptr; f = f->getNext()) {
            for (const auto* b = f->getBlocks(); b != nullptr; b = b->getNext()) {
                for (const auto* l = b->getLines(); l != nullptr; l = l->getNext()) {
                    for (const auto* w = l->getWords(); w != nullptr; w = w->getNext()) visit(*w);
                }
            }
        }
    }

    void count_direction(const TextWord& word) {
        for (int i = 0; i < word.getLength(); ++i) {
            const char32_t code = *word.getChar(i);
            ++(is_meaningless(code) ? meaningless_ : meaningful_);
            if (reads_rightward(code)) {
                ++rightward_;
            } else if (reads_leftward(code)) {
                --rightward_;
                has_leftward_ = true;
            }
        }
    }

    PdfBox box_of(const TextWord& word) const {
        double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
        word.getBBox(&x0, &y0, &x1, &y1);
        switch (word.getRotation()) {
            case 1:
                return {y0, page_.width - x1, y1, page_.width - x0};
            case 2:
                return {page_.width - x1, page_.height - y1, page_.width - x0, page_.height - y0};
            case 3:
                return {page_.height - y1, x0, page_.height - y0, x1};
            default:
                return {x0, y0, x1, y1};
        }
    }

    int link_of(const TextWord& word) {
        double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
        word.getBBox(&x0, &y0, &x1, &y1);
        return links_.link_at((x0 + x1) / 2, (y0 + y1) / 2);
    }

    static void append(const TextWord& word, std::u32string& characters) {
        for (int i = 0; i < word.getLength(); ++i)
            characters += static_cast<char32_t>(*word.getChar(i));
    }

    PdfWord read_word(const TextWord& word) {
        PdfWord read;
        read.box = box_of(word);
        read.size = word.getFontSize();
        if (word.getLength() > 0) {
            const auto& font = *word.getFontInfo(0);
            if (&font != last_font_) {
                last_font_ = &font;
                last_is_bold_ = names_bold(font);
                last_is_fixed_ = names_fixed(font);
            }
            read.is_bold = last_is_bold_;
            read.is_fixed = last_is_fixed_;
        }
        if (!links_.are_none()) read.link = link_of(word);
        word_.clear();
        append(word, word_);
        read.text = logical_text(word_, rightward_ < 0);
        return read;
    }

    void read_line(const TextLine& from, int flow, int block) {
        PdfLine line;
        line.flow = flow;
        line.block = block;
        characters_.clear();
        std::size_t all = 0, bold = 0, fixed = 0, largest = 0;
        for (const auto* w = from.getWords(); w != nullptr; w = w->getNext()) {
            auto word = read_word(*w);
            if (!is_somewhere(word)) continue;
            const bool has_blank = w->getNext() != nullptr && w->hasSpaceAfter();
            if (has_leftward_) {
                characters_ += word_;
                if (has_blank) characters_ += U' ';
            } else {
                line.text += word.text;
                if (has_blank) line.text += ' ';
            }
            const auto length = word.text.size();
            all += length;
            if (word.is_bold) bold += length;
            if (word.is_fixed) fixed += length;
            if (length >= largest) largest = length, line.size = word.size;
            line.turned = w->getRotation();
            line.words.empty() ? void(line.box = word.box) : line.box.join(word.box);
            line.words.push_back(std::move(word));
        }
        chars_ += all;
        page_.is_cut = page_.is_cut || chars_ > pdf_page_chars_max;
        if (all == 0 || page_.is_cut) return;
        line.is_bold = bold * 10 >= all * 9;
        line.is_fixed = fixed == all;
        if (has_leftward_) line.text = logical_text(characters_, rightward_ < 0);
        page_.lines.push_back(std::move(line));
    }

    const TextPage& text_;
    LinkAreas links_;
    PdfPage& page_;
    std::u32string word_, characters_;
    std::size_t chars_ = 0, meaningful_ = 0, meaningless_ = 0;
    long rightward_ = 0;  // characters more than leftward ones
    bool has_leftward_ = false;
    const TextFontInfo* last_font_ = nullptr;
    bool last_is_bold_ = false;
    bool last_is_fixed_ = false;
};

}  // namespace

void PdfBox::join(const PdfBox& other) {
    x0 = std::min(x0, other.x0);
    y0 = std::min(y0, other.y0);
    x1 = std::max(x1, other.x1);
    y1 = std::max(y1, other.y1);
}

PdfPage PageReader::read(int number) {
    PdfPage page;
    page.number = number;
    Page* const found = document_.getPage(number);
    page.is_readable = found != nullptr && found->isOk();
    if (!page.is_readable) return page;
    const bool is_turned = found->getRotate() % 180 != 0;
    page.width = is_turned ? found->getCropHeight() : found->getCropWidth();
    page.height = is_turned ? found->getCropWidth() : found->getCropHeight();

    shared_.begin_page();
    const auto device = draw_text(document_, *found, shared_);
    const TextHeld text{device->takeText()};
    LineReader{*text, LinkAreas{*found, page.targets}, page}.read(device->without_meaning());
    settle_links(page);
    return page;
}

}  // namespace ingestd::formats
