#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <ingestd/extract/document_type.hpp>
#include <ingestd/extract/extractors.hpp>
#include <unistd.h>

#include "converters.hpp"
#include "helper_stream.hpp"
#include "text_stream.hpp"

namespace ingestd::extract {
namespace {

// A document of which nothing can be read.
class FailedStream final : public ExtractStream {
public:
    explicit FailedStream(DocumentFailure failure) : failure_{std::move(failure)} {}
    ExtractStep next() override { return failure_; }
    void when_ready(std::function<void()> ready) override { ready(); }

private:
    DocumentFailure failure_;
};

// Up to type_head_bytes from the start of `bytes`; nullopt when the read failed.
std::optional<std::string> read_head(int fd, std::uint64_t bytes) {
    std::string head(std::min<std::uint64_t>(bytes, type_head_bytes), '\0');
    std::size_t filled = 0;
    while (filled < head.size()) {
        const auto got =
            ::pread(fd, head.data() + filled, head.size() - filled, static_cast<off_t>(filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    head.resize(filled);
    return head;
}

std::unique_ptr<ExtractStream> fail(std::string code, std::string detail) {
    return std::make_unique<FailedStream>(DocumentFailure{std::move(code), std::move(detail)});
}

// Who wants to see a passage waits for no document that is being read.
Settings for_looking_up(Settings settings) {
    settings.max_helpers = 1;
    return settings;
}

class TypedExtractor final : public Extractor {
public:
    explicit TypedExtractor(Settings settings)
        : converters_folder_{settings.converters_folder},
          converting_{std::make_shared<HelperPool>(settings, HelperTask::convert)},
          looking_up_{std::make_shared<HelperPool>(for_looking_up(settings), HelperTask::read)},
          helpers_{std::make_shared<HelperPool>(std::move(settings), HelperTask::read)} {}

    std::unique_ptr<ExtractStream> open(ExtractRequest request) override {
        if (request.bytes == 0) return fail("empty", "The document has no bytes.");
        const auto head = read_head(request.content.get(), request.bytes);
        if (!head) return fail("internal", "The stored document could not be read.");
        const auto verdict = detect_type({*head, request.filename, request.content_type});
        if (const auto* unsupported = std::get_if<UnsupportedType>(&verdict)) {
            return fail("unsupported_type", unsupported->name + " is not supported yet.");
        }
        const auto type = std::get<DocumentType>(verdict);
        if (!request.words_of.is_none()) return open_words(std::move(request), type);
        if (type == DocumentType::text) return std::make_unique<TextStream>(std::move(request));
        const auto* converter = converter_of(type);
        if (converter != nullptr && !is_installed(*converter, converters_folder_)) {
            return std::make_unique<FailedStream>(not_installed(*converter));
        }
        const auto& pool = converter != nullptr ? converting_ : helpers_;
        return std::make_unique<HelperStream>(pool, std::move(request), type);
    }

private:
    std::unique_ptr<ExtractStream> open_words(ExtractRequest request, DocumentType type) {
        if (type != DocumentType::pdf)
            return fail("no_places", "Only the words of a PDF have places on its pages.");
        return std::make_unique<HelperStream>(looking_up_, std::move(request), type);
    }

    std::filesystem::path converters_folder_;
    std::shared_ptr<HelperPool> converting_;  // streams hold them too
    std::shared_ptr<HelperPool> looking_up_;
    std::shared_ptr<HelperPool> helpers_;
};

}  // namespace

std::unique_ptr<Extractor> make_extractor(Settings settings) {
    return std::make_unique<TypedExtractor>(std::move(settings));
}

}  // namespace ingestd::extract
