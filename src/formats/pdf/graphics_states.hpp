// The graphics states of a PDF's page. Private to the room.
#pragma once

#include <vector>

#include <GfxState.h>

class Page;

namespace ingestd::formats {

// The innermost is at hand; those around it come back.
//   source  ISO 32000-1, 8.4.2
class GraphicsStates {
public:
    explicit GraphicsStates(const Page& page);
    ~GraphicsStates();
    GraphicsStates(const GraphicsStates&) = delete;
    GraphicsStates& operator=(const GraphicsStates&) = delete;

    GfxState& operator*() const { return *top_; }
    GfxState* operator->() const { return top_; }
    GfxState* get() const { return top_; }

    void save() { top_ = top_->save(); }
    void restore() { top_ = top_->restore(); }

    // For a drawing: a copy that is dropped afterwards, with what was saved on it.
    void enter();
    void leave();

private:
    GfxState* top_;
    std::vector<GfxState*> around_;  // drawings
};

}  // namespace ingestd::formats
