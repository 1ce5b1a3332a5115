// A document that a helper reads. Private to the room.
#pragma once

#include <memory>
#include <optional>

#include <ingestd/base/clock.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/extract/helper_protocol.hpp>

#include "helper_pool.hpp"

namespace ingestd::extract {

class HelperStream final : public ExtractStream {
public:
    HelperStream(std::shared_ptr<HelperPool> pool, ExtractRequest request, DocumentType type);
    ~HelperStream() override;

    ExtractStep next() override;
    void when_ready(std::function<void()> ready) override;
    bool is_read_by_helper() const override { return true; }

private:
    std::optional<ExtractStep> begin();  // nullopt: a helper reads
    ExtractStep take_step();
    bool is_asked_for(const ExtractStep& step) const;
    bool is_in_order(const ExtractStep& step);
    ExtractStep finish(ExtractStep last);
    ExtractStep abandon(DocumentFailure failure);

    std::shared_ptr<HelperPool> pool_;
    ExtractRequest request_;
    DocumentType type_;
    std::shared_ptr<HelperPool::Place> place_ = std::make_shared<HelperPool::Place>();
    std::unique_ptr<HelperProcess> helper_;
    FrameBuffer frames_;
    // By when the helper must have spoken; counted from when we first found nothing, since before
    // that it may have been waiting for us.
    std::optional<Deadline> stalled_at_;
    double part_read_ = 0;
    bool is_in_child_ = false;
};

}  // namespace ingestd::extract
