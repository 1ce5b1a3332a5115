// What a page's content draws by name: forms, pictures, masks.
#include <algorithm>
#include <array>
#include <utility>

#include <OptionalContent.h>
#include <PDFDoc.h>

#include "text_interpreter.hpp"

namespace ingestd::formats {
namespace {

constexpr auto name = ContentTokenKind::name;
constexpr std::size_t drawings_nested_max = 50;

template <std::size_t size>
bool read_numbers(const Object& array, std::array<double, size>& numbers) {
    if (!array.isArray() || array.arrayGetLength() < static_cast<int>(size)) return false;
    for (std::size_t i = 0; i < size; ++i) {
        const auto element = array.arrayGet(static_cast<int>(i));
        if (!element.isNum()) return false;
        numbers[i] = element.getNum();
    }
    return true;
}

}  // namespace

bool TextInterpreter::is_visible(const Object& optional_content) const {
    return optional_ == nullptr || optional_->optContentIsVisible(&optional_content);
}

// Of all that a state dictionary may set, a mask and a font matter here.
void TextInterpreter::use_state(Stream& stream) {
    if (!stream.operands.are(1, name)) return give_up();
    const std::string called{stream.operands.from_last(0)->text};
    const auto entry = stream.resources.entry(ResourceKind::state, called);
    if (entry.isRef() && shared_.shows_no_text(entry.getRef())) return;
    const auto state = entry.fetch(document_.getXRef());
    bool shows_no_text = state.isDict();  // a drawing may stand here by mistake
    if (state.isDict()) {
        shows_no_text = draw_mask(state.dictLookup("SMask"), stream.resources);
        if (!state.dictLookup("Font").isNull()) give_up();
    }
    if (entry.isRef() && shows_no_text && !has_given_up_) shared_.note_without_text(entry.getRef());
}

// Poppler draws it when it is set; what text it has belongs to the page.
bool TextInterpreter::draw_mask(const Object& mask, PageResources& resources) {
    if (!mask.isDict()) return true;
    const auto group = mask.dictLookup("G");
    if (!group.isStream() || !group.streamGetDict()->lookup("Group").isDict()) return true;
    return draw_form(group, Ref::INVALID(), resources);
}

void TextInterpreter::draw_named(Stream& stream) {
    if (!stream.operands.are(1, name)) return give_up();
    const std::string called{stream.operands.from_last(0)->text};
    const auto entry = stream.resources.entry(ResourceKind::drawing, called);
    const auto ref = entry.isRef() ? entry.getRef() : Ref::INVALID();
    if (entry.isRef()) {
        if (shared_.shows_no_text(ref)) return;
        if (std::ranges::find(drawing_, ref) != drawing_.end()) {  // draws itself
            ++shown_;  // so that what is drawn here is no drawing without text
            return;
        }
    }
    const auto drawing = entry.fetch(document_.getXRef());
    const bool is_form =
        drawing.isStream() && drawing.streamGetDict()->lookup("Subtype").isName("Form");
    const bool shows_no_text = !is_form || draw_form(drawing, ref, stream.resources);
    if (entry.isRef() && shows_no_text) shared_.note_without_text(ref);
}

bool TextInterpreter::draw_form(const Object& form, Ref ref, PageResources& outer) {
    const auto* const dictionary = form.streamGetDict();
    std::array<double, 4> box{};
    std::array<double, 6> matrix{1, 0, 0, 1, 0, 0};
    const auto own_matrix = dictionary->lookup("Matrix");
    const bool is_placed = read_numbers(dictionary->lookup("BBox"), box) &&
                           (own_matrix.isNull() || read_numbers(own_matrix, matrix));
    if (!is_placed || !is_visible(dictionary->lookupNF("OC")) ||
        drawing_.size() == drawings_nested_max) {
        give_up();
        return false;
    }
    PageResources resources{dictionary->lookup("Resources"), &outer, shared_, *document_.getXRef()};
    const bool was_in_text = std::exchange(is_in_text_, false);
    const auto marks_before = marks_.size();
    const auto shown_before = shown_;
    drawing_.push_back(ref);
    state_.enter();
    const auto& [a, b, c, d, e, f] = matrix;
    state_->concatCTM(a, b, c, d, e, f);
    draw_content(form, resources);
    state_.leave();
    drawing_.pop_back();
    device_.updateFont(state_.get());
    is_in_text_ = was_in_text;
    if (marks_.size() != marks_before) give_up();
    return !has_given_up_ && shown_ == shown_before && !resources.has_reached_out();
}

}  // namespace ingestd::formats
