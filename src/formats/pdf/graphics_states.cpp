#include "graphics_states.hpp"

#include <Page.h>

namespace ingestd::formats {
namespace {

constexpr double points_per_inch = 72;

void drop(GfxState* state) {
    while (state->hasSaves()) state = state->restore();
    delete state;
}

}  // namespace

GraphicsStates::GraphicsStates(const Page& page)
    : top_{new GfxState{
          points_per_inch, points_per_inch, page.getCropBox(), page.getRotate(), true}} {}

GraphicsStates::~GraphicsStates() {
    drop(top_);
    for (auto* state : around_) drop(state);
}

void GraphicsStates::enter() {
    around_.push_back(top_);
    top_ = top_->copy(true);
}

void GraphicsStates::leave() {
    drop(top_);
    top_ = around_.back();
    around_.pop_back();
}

}  // namespace ingestd::formats
