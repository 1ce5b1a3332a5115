#include "text_interpreter.hpp"

#include <cstdint>
#include <utility>

#include <Catalog.h>
#include <GfxFont.h>
#include <PDFDoc.h>
#include <Page.h>

#include "content_bytes.hpp"
#include "content_operators.hpp"

namespace ingestd::formats {
namespace {

using enum ContentTokenKind;

}  // namespace

TextInterpreter::TextInterpreter(
    PDFDoc& document, Page& page, SharedObjects& shared, TextDevice& device
)
    : document_{document},
      page_{page},
      shared_{shared},
      device_{device},
      state_{page},
      optional_{document.getCatalog()->getOptContentConfig()} {}

bool TextInterpreter::draw() {
    device_.startPage(page_.getNum(), state_.get(), document_.getXRef());
    const auto contents = page_.getContents();
    if (!contents.isNull()) {
        PageResources resources{
            page_.getResourceDictObject()->copy(), nullptr, shared_, *document_.getXRef()};
        draw_content(contents, resources);
    }
    return !has_given_up_;
}

void TextInterpreter::draw_content(const Object& contents, PageResources& resources) {
    auto content = content_bytes(contents);
    if (!content) return give_up();
    ContentLexer lexer{std::move(*content)};
    Stream stream{resources};
    while (!has_given_up_ && !stream.is_over) {
        const auto token = lexer.next();
        if (token.kind == end) break;
        if (token.kind == operation) {
            execute(token.text, stream);
            stream.operands.clear();
        } else if (token.kind == fault || !stream.operands.add(token)) {
            return give_up();
        }
    }
    if (!stream.operands.is_complete()) give_up();
    while (stream.saved > 0) restore(stream);
}

void TextInterpreter::execute(std::string_view operation, Stream& stream) {
    if (!stream.operands.is_complete()) return give_up();
    const auto code = code_of(operation);
    if (execute_text(code, stream) || execute_state(code, stream) || execute_mark(code, stream))
        return;
    const auto needed_by_path = operands_of_path(code);
    const auto needed = needed_by_path ? needed_by_path : operands_of_drawing(code);
    // A path moves the point where text goes on.
    if (!needed || stream.operands.count() < *needed || (needed_by_path && is_in_text_)) give_up();
}

bool TextInterpreter::execute_state(std::uint32_t operation, Stream& stream) {
    switch (operation) {
        case code_of("q"):
            state_.save();
            ++stream.saved;
            return true;
        case code_of("Q"):
            restore(stream);
            return true;
        case code_of("cm"):
            concatenate(stream.operands);
            return true;
        case code_of("gs"):
            use_state(stream);
            return true;
        case code_of("Do"):
            draw_named(stream);
            return true;
        default:
            return false;
    }
}

// With nothing to restore, poppler ends the stream.
void TextInterpreter::restore(Stream& stream) {
    stream.is_over = stream.saved == 0;
    if (stream.is_over) return;
    --stream.saved;
    state_.restore();
    device_.updateFont(state_.get());
}

void TextInterpreter::concatenate(const ContentOperands& operands) {
    if (!operands.are_numbers(6)) return give_up();
    state_->concatCTM(
        operands.number(5),
        operands.number(4),
        operands.number(3),
        operands.number(2),
        operands.number(1),
        operands.number(0)
    );
    font_changed_ = true;
}

bool TextInterpreter::execute_text(std::uint32_t operation, Stream& stream) {
    const auto& operands = stream.operands;
    switch (operation) {
        case code_of("BT"):
            is_in_text_ = true;
            state_->setTextMat(1, 0, 0, 1, 0, 0);
            state_->textMoveTo(0, 0);
            font_changed_ = true;
            return true;
        case code_of("ET"):
            is_in_text_ = false;
            return true;
        case code_of("Tf"):
            set_font(stream);
            return true;
        case code_of("Tj"):
        case code_of("TJ"):
        case code_of("'"):
        case code_of("\""):
            show(operation, operands);
            return true;
        case code_of("T*"):
            move_by(0, -state_->getLeading());
            return true;
        default:
            return execute_numbers(operation, operands);
    }
}

// What numbers set of the text that follows.
bool TextInterpreter::execute_numbers(std::uint32_t operation, const ContentOperands& operands) {
    const auto needed = numbers_of_text(operation);
    if (needed == 0) return false;
    if (!operands.are_numbers(needed)) return give_up(), true;
    const auto last = operands.number(0);
    switch (operation) {
        case code_of("Tm"):
            set_matrix(operands);
            break;
        case code_of("TD"):
            state_->setLeading(-last);
            [[fallthrough]];
        case code_of("Td"):
            move_by(operands.number(1), last);
            break;
        case code_of("TL"):
            state_->setLeading(last);
            break;
        case code_of("Tc"):
            state_->setCharSpace(last);
            break;
        case code_of("Tw"):
            state_->setWordSpace(last);
            break;
        case code_of("Ts"):
            state_->setRise(last);
            break;
        default:  // Tz
            state_->setHorizScaling(last);
            font_changed_ = true;
    }
    return true;
}

void TextInterpreter::set_matrix(const ContentOperands& operands) {
    state_->setTextMat(
        operands.number(5),
        operands.number(4),
        operands.number(3),
        operands.number(2),
        operands.number(1),
        operands.number(0)
    );
    state_->textMoveTo(0, 0);
    font_changed_ = true;
}

void TextInterpreter::move_by(double x, double y) {
    state_->textMoveTo(state_->getLineX() + x, state_->getLineY() + y);
}

// A font that is not there draws nothing.
void TextInterpreter::set_font(Stream& stream) {
    const auto& operands = stream.operands;
    if (!operands.are_numbers(1) || operands.count() < 2 || operands.from_last(1)->kind != name)
        return give_up();
    state_->setFont(
        stream.resources.font(std::string{operands.from_last(1)->text}), operands.number(0)
    );
    font_changed_ = true;
}

void TextInterpreter::show(std::uint32_t operation, const ContentOperands& operands) {
    const bool is_array = operation == code_of("TJ"), sets_spaces = operation == code_of("\"");
    // Outside of a text object a path may have moved the point where text goes on.
    if (!is_in_text_ || !operands.are(1, is_array ? array_begin : string) ||
        (sets_spaces && !operands.are_numbers(2, 1)))
        return give_up();
    ++shown_;
    if (!state_->getFont()) return;
    if (std::exchange(font_changed_, false)) device_.updateFont(state_.get());
    if (sets_spaces) {
        state_->setWordSpace(operands.number(2));
        state_->setCharSpace(operands.number(1));
    }
    if (is_array) return show_array(operands);
    if (operation != code_of("Tj")) move_by(0, -state_->getLeading());
    show_string(operands.from_last(0)->text);
}

void TextInterpreter::show_array(const ContentOperands& operands) {
    const bool is_vertical = state_->getFont()->getWMode() != 0;
    const auto* const end_of_array = operands.end() - 1;
    for (const auto* element = operands.from_last(0) + 1; element != end_of_array; ++element) {
        if (element->kind == string) {
            show_string(element->text);
        } else if (element->kind != number) {
            return give_up();
        } else if (is_vertical) {
            state_->textShift(0, -element->number * 0.001 * state_->getFontSize());
        } else {
            state_->textShift(
                -element->number * 0.001 * state_->getFontSize() * state_->getHorizScaling(), 0
            );
        }
    }
}

void TextInterpreter::show_string(std::string_view text) {
    auto& state = *state_;
    const auto& font = *state.getFont();
    const bool is_vertical = font.getWMode() != 0;
    const double size = state.getFontSize();
    double rise_x = 0, rise_y = 0;
    state.textTransformDelta(0, state.getRise(), &rise_x, &rise_y);
    while (!text.empty()) {
        CharCode code = 0;
        const Unicode* meaning = nullptr;
        int meanings = 0;
        double x = 0, y = 0, origin_x = 0, origin_y = 0;
        const int bytes = font.getNextChar(
            text.data(),
            static_cast<int>(text.size()),
            &code,
            &meaning,
            &meanings,
            &x,
            &y,
            &origin_x,
            &origin_y
        );
        if (bytes <= 0) return give_up();
        const bool is_blank = bytes == 1 && text.front() == ' ';
        const double space = state.getCharSpace();
        x = is_vertical ? x * size : x * size + space;
        y = is_vertical ? y * size + space : y * size;
        if (is_blank) (is_vertical ? y : x) += state.getWordSpace();
        if (!is_vertical) x *= state.getHorizScaling();
        double step_x = 0, step_y = 0;
        state.textTransformDelta(x, y, &step_x, &step_y);
        device_.drawChar(
            &state,
            state.getCurX() + rise_x,
            state.getCurY() + rise_y,
            step_x,
            step_y,
            origin_x,
            origin_y,
            code,
            bytes,
            meaning,
            meanings
        );
        state.shift(step_x, step_y);
        text.remove_prefix(static_cast<std::size_t>(bytes));
    }
}

bool TextInterpreter::execute_mark(std::uint32_t operation, Stream& stream) {
    switch (operation) {
        case code_of("BMC"):
        case code_of("BDC"):
            begin_mark(operation == code_of("BDC"), stream);
            return true;
        case code_of("EMC"):
            if (marks_.empty()) return true;
            if (marks_.back()) device_.endActualText(state_.get());
            marks_.pop_back();
            return true;
        default:
            return false;
    }
}

void TextInterpreter::begin_mark(bool has_properties, Stream& stream) {
    const auto& operands = stream.operands;
    const std::size_t tag = has_properties ? 1 : 0;
    if (operands.count() <= tag || operands.from_last(tag)->kind != name) return give_up();
    const auto* const properties = operands.from_last(0);
    if (properties->kind != name && properties->kind != dictionary_begin) return give_up();
    const auto meant = operands.from_last(tag)->text;
    marks_.push_back(false);
    if (meant.starts_with("OC") && optional_ != nullptr) {
        if (!has_properties || properties->kind != name) return give_up();
        const std::string called{properties->text};
        if (!is_visible(stream.resources.entry(ResourceKind::property, called))) give_up();
    } else if (meant == "Span" && has_properties && properties->kind == dictionary_begin) {
        begin_replaced(properties + 1, operands.end() - 1);
    }
}

// A text may say what the marked content means.
void TextInterpreter::begin_replaced(const ContentToken* at, const ContentToken* last) {
    const ContentToken* meaning = nullptr;
    while (at != last) {
        const bool is_meaning = at->text == "ActualText";
        const auto* const value = at + 1;
        at = ContentOperands::behind(value);
        if (!is_meaning) continue;
        if (meaning != nullptr || value->kind != string) return give_up();
        meaning = value;
    }
    if (meaning == nullptr) return;
    const GooString text{meaning->text.data(), meaning->text.size()};
    device_.beginActualText(state_.get(), &text);
    marks_.back() = true;
}

}  // namespace ingestd::formats
