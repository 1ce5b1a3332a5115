#include <ingestd/pipeline/pipeline.hpp>

#include "scheduler.hpp"

namespace ingestd::pipeline {

Pipeline::Pipeline(Rooms rooms, Settings settings)
    : scheduler_{std::make_shared<Scheduler>(rooms, settings)} {
    scheduler_->run();
}
Pipeline::~Pipeline() {
    stop();
}
void Pipeline::stop() {
    scheduler_->stop();
}
RightOfWay& Pipeline::right_of_way() {
    return scheduler_->right_of_way();
}
void Pipeline::start(catalog::UnfinishedUpload work) {
    scheduler_->start(std::move(work));
}
bool Pipeline::cancel(const UploadId& upload, std::function<void(Status)> done) {
    return scheduler_->cancel(upload, std::move(done));
}
std::vector<UploadId> Pipeline::uploads_of(const std::string& collection) const {
    return scheduler_->uploads_of(collection);
}

Result<std::uint64_t> Pipeline::stored_documents(const std::string& collection) const {
    return scheduler_->stored_documents(collection);
}
std::optional<GenerationId> Pipeline::generation_of_stored(const std::string& collection) const {
    return scheduler_->generation_of_stored(collection);
}

std::vector<progress::DocumentProgress> Pipeline::documents_of(const UploadId& upload) const {
    const auto run = scheduler_->find(upload);
    return run ? run->progress.documents() : std::vector<progress::DocumentProgress>{};
}

}  // namespace ingestd::pipeline
